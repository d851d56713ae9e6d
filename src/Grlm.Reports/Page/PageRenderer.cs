using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Grlm.Reports;

/// <summary>Lays the report out as HTML. The components encode every text; only the pictures and the style go in as they are.</summary>
internal static class PageRenderer
{
    private static readonly Lazy<string> _style = new(ReadStyle);

    /// <summary>Gets the style of the page.</summary>
    public static MarkupString Style => new(_style.Value);

    /// <summary>Renders the page.</summary>
    public static async Task<string> RenderAsync(ReportContent content)
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(
                new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(ReportPage.Content)] = content });
            var root = await renderer.RenderComponentAsync<ReportPage>(parameters);
            return root.ToHtmlString().ReplaceLineEndings("\n");
        });
    }

    private static string ReadStyle()
    {
        using var stream = typeof(PageRenderer).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
