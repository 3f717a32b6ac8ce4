internal import Core

/// A value to bind.
enum Value {
  case null
  case integer(Int64)
  case text(String)
  case blob([UInt8])

  static func integer(_ value: Int) -> Value { .integer(Int64(value)) }
  static func time(_ value: Timestamp) -> Value { .integer(value.seconds) }
  static func time(_ value: Timestamp?) -> Value { value.map { .integer($0.seconds) } ?? .null }
  static func text(_ value: String?) -> Value { value.map(Value.text) ?? .null }
  static func integer(_ value: Int64?) -> Value { value.map(Value.integer) ?? .null }
  static func flag(_ value: Bool) -> Value { .integer(value ? 1 : 0) }
}
