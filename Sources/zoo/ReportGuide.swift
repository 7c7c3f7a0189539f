import Explorer
import FileSystem
import Pages
import PlainText

/// `zoo report --guide`: all pages of the guide in one file, for the browser or for paper.
extension ReportCommand {
  func writeGuide() throws {
    let language = try folders()[0].language
    let guide = Guide(language: language) { try ModelLoader.network($0) }
    let site = try GuideSite(guide, for: format == .pdf ? .paper : .screen, in: language)
    guard format == .pdf, let output else {
      var target = OutputOptions()
      target.output = output
      target.force = force
      try target.write(site.text)
      return saidFile(language)
    }
    do {
      try OutputFile.write(try Chromium.pdf(of: site.text), to: output, mayReplace: force, isDurable: false)
    } catch let error as OutputError {
      throw Failure.io(error.phrase)
    }
    saidFile(language)
  }
}
