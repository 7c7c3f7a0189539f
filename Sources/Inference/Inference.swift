import Architecture
import Weights
