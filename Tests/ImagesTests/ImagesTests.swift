@testable import Images
