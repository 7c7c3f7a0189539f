import Report

/// A value for each step of a sweep, written once for as long as it stays the same.
struct Series<Value: Hashable>: Hashable {
  /// The steps at which another value begins; the first is 0.
  private var starts: [Int] = []
  private var values: [Value] = []

  init(_ all: [Value]) {
    for (step, value) in all.enumerated() where value != values.last {
      starts.append(step)
      values.append(value)
    }
  }

  /// The value where it is the same in all steps.
  var constant: Value? { values.count == 1 ? values[0] : nil }

  /// `[[0, value], [12, value]]`.
  func json(_ make: (Value) -> JSON) -> JSON {
    .array(zip(starts, values).map { .array([.integer($0), make($1)]) })
  }
}

/// Values that are shared, each kept once.
struct Pool<Value: Hashable> {
  private(set) var values: [Value] = []
  private var places: [Value: Int] = [:]

  /// The place of a value in the list, at whose end it is put where it is new.
  mutating func place(of value: Value) -> Int {
    if let place = places[value] { return place }
    places[value] = values.count
    values.append(value)
    return values.count - 1
  }
}
