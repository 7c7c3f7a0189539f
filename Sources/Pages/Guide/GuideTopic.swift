/// One page of the guide: each is a file in `Topics/`.
struct GuideTopic: Sendable {
  /// The page's file, without ending.
  let name: String
  /// The key of its title.
  let title: String
  /// Writes what stands between the title and the links to the other pages.
  let write: @Sendable (inout GuideWriter) throws -> Void
}
