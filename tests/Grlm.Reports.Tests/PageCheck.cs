using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Grlm.Reports.Tests;

/// <summary>What holds for every report page.</summary>
internal static class PageCheck
{
    /// <summary>Parses a page as a browser does, and checks that it is whole, alone and accessible.</summary>
    public static IDocument Parse(string html)
    {
        var page = new HtmlParser().ParseDocument(html);
        IsAlone(page, html);
        IsAccessible(page);
        return page;
    }

    // Nothing that a browser would fetch or run.
    private static void IsAlone(IDocument page, string html)
    {
        Assert.Empty(page.QuerySelectorAll("script, img, iframe, object, embed, link[rel=stylesheet], form, image, use, foreignObject"));
        Assert.DoesNotContain(page.All.SelectMany(element => element.Attributes),
            attribute => attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.All(
            page.All.SelectMany(element => element.Attributes).Where(attribute => attribute.LocalName is "href" or "src"),
            attribute => Assert.True(attribute.Value.StartsWith('#') || attribute.Value == "data:,", attribute.Value));
        Assert.DoesNotContain("@import", html, StringComparison.Ordinal);
        Assert.All(html.Split("url(").Skip(1), rest => Assert.StartsWith("#", rest, StringComparison.Ordinal));
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
    }

    private static void IsAccessible(IDocument page)
    {
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Single(page.QuerySelectorAll("h1"));
        Assert.Single(page.QuerySelectorAll("main"));
        var levels = page.QuerySelectorAll("h1, h2, h3, h4").Select(heading => heading.LocalName[1] - '0').ToList();
        Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1, $"h{pair.Second} below h{pair.First}"));
        Assert.All(page.QuerySelectorAll("table"), table => Assert.NotEqual("", table.QuerySelector("caption")?.TextContent ?? ""));
        Assert.All(page.QuerySelectorAll("th"), header => Assert.True(header.HasAttribute("scope")));
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(page.QuerySelectorAll("svg"), svg =>
        {
            Assert.Equal("img", svg.GetAttribute("role"));
            Assert.All(svg.GetAttribute("aria-labelledby")!.Split(' '), id => Assert.NotEqual("", page.GetElementById(id)!.TextContent));
        });
        Assert.All(page.QuerySelectorAll("a[href^='#'], [aria-labelledby]"), element =>
            Assert.All((element.GetAttribute("href")?[1..] ?? element.GetAttribute("aria-labelledby")!).Split(' '),
                id => Assert.NotNull(page.GetElementById(id))));
    }
}
