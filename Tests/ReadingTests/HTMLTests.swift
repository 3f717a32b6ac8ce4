import Core
import Reading
import Testing

/// A page and the text that a reader sees; `⇥` is a tab between cells, `⏎` a break inside one.
struct Page: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let html: String
  let seen: String
  var hidden = ""

  static let all = [
    Page(
      testDescription: "Blocks are lines, inline elements are not",
      html: "<div>een <b>twee</b><i>drie</i></div><div>vier</div>",
      seen: "een tweedrie\nvier\n"),
    Page(
      testDescription: "White space is one space, line ends too", html: "<p>een\n  twee\t drie</p>",
      seen: "een twee drie\n"),
    Page(
      testDescription: "Paragraphs have an empty line between them", html: "<p>een</p><p>twee</p>",
      seen: "een\n\ntwee\n"),
    Page(
      testDescription: "Outlook's paragraphs are lines, an empty one is an empty line",
      html:
        "<p class=MsoNormal>een</p><p class=MsoNormal>twee</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>drie</p>",
      seen: "een\ntwee\n\ndrie\n"),
    Page(
      testDescription: "Gmail's lines", html: "<div>een</div><div><br></div><div>twee</div>",
      seen: "een\n\ntwee\n"),
    Page(
      testDescription: "A break at the end of a block is no empty line",
      html: "<div>een<br></div><div>twee</div>", seen: "een\ntwee\n"),
    Page(
      testDescription: "Rows are lines, cells have tabs, empty cells stay",
      html:
        "<table><tr><th>Naam</th><td>Ilse</td></tr><tr><td>Telefoon</td><td></td></tr><tr><td>a</td><td></td><td>c</td></tr></table>na",
      seen: "Naam⇥Ilse\nTelefoon⇥\na⇥⇥c\nna\n"),
    Page(
      testDescription: "Breaks and paragraphs inside a cell",
      html: "<table><tr><td>Adres</td><td><p>Pad 1</p><p>7511 UF<br>Enschede</p></td></tr></table>",
      seen: "Adres⇥Pad 1⏎7511 UF⏎Enschede\n"),
    Page(
      testDescription: "One cell is no row",
      html: "<table><tr><td>een<br>twee<p>drie</p></td></tr></table>", seen: "een\ntwee\ndrie\n"),
    Page(
      testDescription: "A table around tables is layout",
      html:
        "<table><tr><td>kop<br>regel</td><td><table><tr><td>Naam</td><td>Ilse</td></tr></table>na</td></tr></table>",
      seen: "kop\nregel\nNaam⇥Ilse\nna\n"),
    Page(
      testDescription: "Cells without end tags",
      html: "<table><tr><td>a<td>b<tr><td>c<td>d</table>", seen: "a⇥b\nc⇥d\n"),
    Page(
      testDescription: "Lists", html: "<ul><li>een<li>twee<ol><li>drie</ol></ul>vier",
      seen: "- een\n- twee\n- drie\nvier\n"),
    Page(
      testDescription: "Quotations have marks, nested ones more",
      html:
        "<div>ik</div><blockquote type=cite>jij<blockquote>zij</blockquote>jij weer</blockquote>ik",
      seen: "ik\n> jij\n>> zij\n> jij weer\nik\n"),
    Page(
      testDescription: "A quotation that only indents has none",
      html: "<blockquote style=\"margin:0 0 0 40px;border:none\">ingesprongen</blockquote>",
      seen: "ingesprongen\n"),
    Page(
      testDescription: "Entities, also broken ones",
      html: "<p>&eacute;&#233;&#xE9; &euro; &amp; &onbekend; &lt;b&gt; a & b, 3 < 4 > 2</p>",
      seen: "ééé € & &onbekend; <b> a & b, 3 < 4 > 2\n"),
    Page(
      testDescription: "No-break spaces are spaces",
      html: "<p>06&nbsp;-&nbsp;0000&nbsp;&nbsp;0113</p>", seen: "06 - 0000 0113\n"),
    Page(
      testDescription: "Check boxes, radio buttons and fields that are filled in",
      html:
        "<p><input type=checkbox checked> acuut<br><input type=checkbox> kind<br><input type=radio checked=checked> ja<br>Naam <input value=\"Ilse\"><input type=hidden value=geheim></p>",
      seen: "[x] acuut\n[ ] kind\n[x] ja\nNaam Ilse\n"),
    Page(
      testDescription: "Only the chosen option",
      html: "<select><option>Almelo<option selected>Borne</select>", seen: "Borne\n"),
    Page(
      testDescription: "Word's check boxes stay", html: "<p>&#9746; ja &#9744; nee</p>",
      seen: "☒ ja ☐ nee\n"),
    Page(
      testDescription: "Scripts, styles, titles and comments are no text",
      html:
        "<title>t</title><style>p{}</style><script>alert('x<p>y</p>')</script><!-- c --><!--[if mso]><p>m</p><![endif]--><p>over</p>",
      seen: "over\n"),
    Page(
      testDescription: "Links are their text",
      html: "<p>zie <a href=\"https://x.example/?a=1\">hier</a></p>", seen: "zie hier\n"),
    Page(
      testDescription: "Preformatted text keeps its lines", html: "<pre>een\n  twee\n\ndrie</pre>",
      seen: "een\n  twee\n\ndrie\n"),
    Page(
      testDescription: "What a reader would not see is kept apart",
      html: """
        <p>gezien</p><p style="display: none">a</p><div style="visibility:HIDDEN;color:red">b</div>
        <span style="font-size:0">c</span><span hidden>d</span><font color="#FFFFFF">e</font>
        <i style="opacity:0.0">f</i><u style="font-size:1px">g</u><s style="mso-hide:all">h</s>
        """,
      seen: "gezien\n", hidden: "a b c d e f g h"),
    Page(
      testDescription: "Small, grey and white on a colour is seen",
      html: """
        <p style="font-size:0.9em">a</p><p style="font-size:10px;color:#999">b</p>
        <table><tr><td bgcolor="#003366" style="color:#fff">c</td></tr></table>
        <div style="background:navy"><span style="color:white">d</span></div>
        <div style="background-color:#fff"><span style="opacity:0.5">e</span></div>
        """, seen: "a\n\nb\nc\nd\ne\n"),
    Page(
      testDescription: "Seen again inside hidden is hidden",
      html: "<div style='display:none'><p style='display:block'>a</p></div>b", seen: "b\n",
      hidden: "a"),
    Page(
      testDescription: "Closing tags that close nothing",
      html: "</td></tr><p>een</b></p></div>twee", seen: "een\ntwee\n"),
    Page(
      testDescription: "Text after the end of the page",
      html: "<html><body>een</body></html><p>twee", seen: "een\n\ntwee\n"),
    Page(
      testDescription: "Two columns of whole texts are no row",
      html: "<table><tr><td>1<br>2<br>3<br>4<br>5</td><td>6<br>7<br>8<br>9<br>10</td></tr></table>",
      seen: "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n"),
    Page(
      testDescription: "Letters that HTML 4 does not know", html: "<p>Łódź “aanhaling” 😀</p>",
      seen: "Łódź “aanhaling” 😀\n"),
  ]
}

@Suite("HTML to text")
struct HTMLTests {
  @Test("A comment of thousands of words is no tag: Word keeps its styles in one")
  func longComment() {
    let style = "<style><!--\n" + String(repeating: "a { b: c }\n", count: 3000) + "--></style>"
    let item = submitted(Array(("Content-Type: text/html\n\n" + style + "<p>tekst</p>").utf8))
    #expect(item.refusal == nil)
    #expect(text(item).contains("tekst"))
  }

  @Test("A page reads as a person reads it", arguments: Page.all)
  func reads(_ page: Page) {
    let item = submitted(Array(("Content-Type: text/html; charset=utf-8\n\n" + page.html).utf8))
    #expect(text(item) == page.seen)
    let hidden = item.submission.texts.filter(\.hidden).map {
      String(decoding: $0.bytes, as: UTF8.self)
    }
    let words = hidden.joined(separator: " ").split { $0.isWhitespace }.joined(separator: " ")
    #expect(words == page.hidden)
  }

  @Test(
    "The page says which characters it is written in, unless the message does",
    arguments: [
      ("Content-Type: text/html", "<meta charset=iso-8859-2>"),
      (
        "Content-Type: text/html",
        "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-2\">"
      ),
      ("Content-Type: text/html; charset=iso-8859-2", "<meta charset=utf-8>"),
    ])
  func charset(header: String, meta: String) {
    let item = submitted(
      Array("\(header)\n\n<html>\(meta)<p>".utf8) + [0xb3, 0xf3, 0x64, 0xbc] + Array("</p>".utf8))
    #expect(text(item) == "łódź\n")
  }
}
