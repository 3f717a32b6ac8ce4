import Foundation
import Platform

extension Dovecot {
  static let tokenKey = "een-sleutel-alleen-voor-tests"

  /// A JSON web token (RFC 7519, HS256) that this Dovecot accepts for the user.
  static func token(for user: String, validSeconds: Int64 = 3600) -> String {
    let header = encoded(#"{"alg":"HS256","typ":"JWT"}"#)
    let now = wallClock()
    let claims = encoded(#"{"sub":"\#(user)","iat":\#(now - 7200),"exp":\#(now + validSeconds)}"#)
    let signature = hmac(Array("\(header).\(claims)".utf8), key: Array(tokenKey.utf8))
    return "\(header).\(claims).\(encoded(signature))"
  }

  private static func encoded(_ text: String) -> String { encoded(Array(text.utf8)) }

  private static func encoded(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }
}
