using System.Text;
using CsCheck;

namespace Grlm.Reports.Tests;

public sealed class PageRendererTests
{
    [Fact]
    public async Task Render_IsThePageThatItWas()
    {
        var html = await PageRenderer.RenderAsync(Contents.Small("Citrus hair mask", "Cedar beard oil"));
        _ = PageCheck.Parse(html);
        Snapshot.Matches("page.html", html);
    }

    [Fact]
    public async Task Render_ShowsHostileTitlesAsText()
    {
        foreach (var title in Hostile.Titles)
        {
            var page = PageCheck.Parse(await PageRenderer.RenderAsync(Contents.Small(title, title)));
            Assert.Equal(AsShown(title), page.QuerySelector(".story .next bdi")!.TextContent);
            Assert.Equal(AsShown(title), page.QuerySelector("#library .titles tbody th bdi")!.TextContent);
        }
    }

    [Fact]
    public void Render_ShowsAnyTitleAsText()
        => Gen.String[Gen.Char, 0, 200].Sample(
            title =>
            {
                var page = PageCheck.Parse(PageRenderer.RenderAsync(Contents.Small(title, title)).GetAwaiter().GetResult());
                Assert.Equal(AsShown(title), page.QuerySelector(".story .next bdi")!.TextContent);
            },
            iter: 100);

    // As the reader of HTML sees a text: what is no letter is a replacement, and lines end with a line feed.
    private static string AsShown(string title)
    {
        var shown = new StringBuilder();
        foreach (var rune in PageText.Title("0", title).EnumerateRunes())
        {
            shown.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return shown.ToString();
    }
}
