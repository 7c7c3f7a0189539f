#if os(Linux)
  import CSandbox
  import ForbiddenCalls
  import Foundation
  import Testing

  @testable import Sandbox

  #if arch(arm64)
    private let seccomp = 277
  #else
    private let seccomp = 317
  #endif

  /// Whether this kernel has seccomp's filters, asked without Sandbox (SECCOMP_GET_ACTION_AVAIL of seccomp(2)).
  private let hasSeccomp: Bool = {
    var killing: UInt32 = 0x8000_0000
    return withUnsafeMutableBytes(of: &killing) { raw_call(seccomp, 2, 0, Int(bitPattern: $0.baseAddress)) } == 0
  }()

  /// The version of Landlock's interface, asked without Sandbox; 0 where the kernel has none (landlock_create_ruleset(2)).
  private let landlock = max(0, raw_call(444, 0, 0, 1))

  /// Whom a child is: who runs the tests, and where that is root, a user too.
  private let users: [Int32] = getuid() == 0 ? [0, 65534] : [0]

  private let calls = (0..<forbidden_count()).map { String(cString: forbidden_name($0)) }

  /// A folder with what the calls are tried on, anew for each.
  private func trying(_ call: String, as user: Int32, layers: Int) throws -> child_outcome {
    let number = try #require(calls.firstIndex(of: call))
    return try inFolder(of: user) { forbidden_try(Int32(number), $0, user, Int32(layers)) }
  }

  private func inFolder(of user: Int32, _ body: (String) -> child_outcome) throws -> child_outcome {
    let folder = "/tmp/zoo-sandbox-\(UUID().uuidString)"
    let files = FileManager.default
    try files.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: folder) }
    try "four".write(toFile: folder + "/file", atomically: false, encoding: .utf8)
    try files.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "file")
    if user != 0 {
      for path in ["", "/folder", "/file"] { #expect(chown(folder + path, uid_t(user), gid_t(user)) == 0) }
    }
    return body(folder)
  }

  /// Each call that a worker must not make is made by one that is confined: as root, and as a user.
  @Suite struct ForbiddenCallsTests {
    /// Without confinement they all succeed: what follows is no accident. As a user one cannot chroot.
    @Test(arguments: calls, users) func unconfined(_ call: String, _ user: Int32) throws {
      guard call != "chroot" || user == 0 && getuid() == 0 else { return }
      let outcome = try trying(call, as: user, layers: 0)
      #expect(outcome.signal == 0 && outcome.error == 0)
    }

    @Test(.enabled(if: hasSeccomp, "this kernel has no seccomp"), .enabled(if: !Confinement.isWatched, watched))
    func theAllowListIsInForce() throws {
      let outcome = try trying("open", as: 0, layers: CSANDBOX_PRIVILEGES | CSANDBOX_CALLS)
      #expect(outcome.state.calls == 22)
      #expect(outcome.signal == SIGSYS)
    }

    @Test(
      .enabled(if: hasSeccomp, "this kernel has no seccomp"), .enabled(if: !Confinement.isWatched, watched),
      arguments: calls, users)
    func confined(_ call: String, _ user: Int32) throws {
      let outcome = try trying(call, as: user, layers: CSANDBOX_ALL)
      #expect(outcome.signal == SIGSYS, "error \(outcome.error)")
    }

    /// Where the kernel has no seccomp, or the processor is unknown.
    @Test(
      .enabled(if: landlock > 0, "this kernel has no Landlock"),
      arguments: [
        "open", "create", "unlink", "rename", "truncate", "mkdir", "rmdir", "symlink", "link", "mkfifo", "kill",
        "ptrace",
      ], users)
    func landlockByItself(_ call: String, _ user: Int32) throws {
      let since = ["link": 2, "rename": 2, "truncate": 3, "kill": 6]
      guard landlock >= since[call] ?? 1 else { return }
      let outcome = try trying(call, as: user, layers: CSANDBOX_PRIVILEGES | CSANDBOX_LANDLOCK)
      #expect(outcome.state.landlock == landlock)
      #expect(outcome.signal == 0 && [EACCES, EPERM, EXDEV].contains(outcome.error), "error \(outcome.error)")
    }

    @Test(arguments: ["open", "create", "socket", "unix_socket", "pipe", "dup", "memfd_create"], users)
    func limitsByThemselves(_ call: String, _ user: Int32) throws {
      let outcome = try trying(call, as: user, layers: CSANDBOX_LIMITS)
      #expect(outcome.state.limits == 1)
      #expect(outcome.signal == 0 && outcome.error == EMFILE, "error \(outcome.error)")
    }

    @Test(arguments: users) func noFileGrows(_ user: Int32) throws {
      let outcome = try trying("ftruncate", as: user, layers: CSANDBOX_LIMITS)
      #expect(outcome.signal == SIGXFSZ, "error \(outcome.error)")
    }

    @Test(.enabled(if: getuid() == 0, "only root has privileges to lose")) func rootHasNoPrivileges() throws {
      let outcome = try trying("chroot", as: 0, layers: CSANDBOX_PRIVILEGES)
      #expect(outcome.state.privileges == 1 && outcome.error == EPERM)
    }

    /// What a reader needs it has.
    @Test func whatReadingTakes() throws {
      let outcome = try inFolder(of: 0) { allowed_try($0, Int32(CSANDBOX_ALL)) }
      #expect(outcome.signal == 0 && outcome.error == 0, "step \(outcome.error)")
    }

    /// A library that gives up is told from one that was taken over.
    @Test func abortingIsAllowed() throws {
      #expect(try inFolder(of: 0) { abort_try($0, Int32(CSANDBOX_ALL)) }.signal == SIGABRT)
    }

    /// The list's numbers for both processors, as the kernel's headers have them.
    @Test(
      arguments: [
        (0xC000_003E, "/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
        (0xC000_00B7, "/usr/include/asm-generic/unistd.h"),
      ] as [(UInt32, String)])
    func numbers(_ architecture: UInt32, _ header: String) throws {
      var names = [UnsafePointer<CChar>?](repeating: nil, count: 64)
      var numbers = [Int32](repeating: 0, count: 64)
      let count = csandbox_numbers(architecture, &names, &numbers, 64)
      #expect(count == 23)
      // Each processor's header is there on that processor, the generic one everywhere.
      guard let text = try? String(contentsOfFile: header, encoding: .utf8) else { return }
      for (name, number) in zip(names, numbers).prefix(Int(count)) {
        let name = String(cString: try #require(name))
        #expect(text.contains(try Regex("#define __NR(3264)?_\(name) +\(number)\n")), "\(name)")
      }
    }

    @Test func otherProcessorsHaveNoList() {
      // AUDIT_ARCH_I386
      #expect(csandbox_numbers(0x4000_0003, nil, nil, 0) == 0)
    }
  }

  private let watched: Comment = "a sanitizer's own calls leave no room for the allow-list"
#endif
