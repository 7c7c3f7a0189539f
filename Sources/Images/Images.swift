internal import CImages
