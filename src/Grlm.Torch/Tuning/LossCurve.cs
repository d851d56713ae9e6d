using System.Globalization;
using System.Text;

namespace Grlm.Torch;

/// <summary>
/// Draws the loss curve as a picture: an SVG with the training loss of every step and the validation loss where it was measured. Written by
/// hand: for two lines and two axes nobody who uses the models should need a plotting library.
/// </summary>
internal static class LossCurve
{
    /// <summary>File name of the picture.</summary>
    public const string FileName = ArtifactNames.TrainingCurve;

    private const double Width = 760;
    private const double Height = 420;
    private const double Left = 64;
    private const double Right = 16;
    private const double Top = 28;
    private const double Bottom = 44;
    private const int Ticks = 5;

    /// <summary>Draws the curve.</summary>
    /// <param name="records">The records of a run, in order.</param>
    /// <returns>The SVG document; the same records give the same text.</returns>
    public static string Draw(IReadOnlyList<TuningRecord> records)
    {
        (double Step, double Loss)[] training =
            [.. records.Where(record => record.Loss is not null).Select(record => ((double)record.Step, record.Loss!.Value))];
        (double Step, double Loss)[] validation =
            [.. records.Where(record => record.ValidationLoss is not null)
                .Select(record => ((double)record.Step, record.ValidationLoss!.Value))];
        var all = training.Concat(validation).DefaultIfEmpty((0, 0)).ToArray();
        var x = new Axis(0, Math.Max(1, all.Max(point => point.Step)), Left, Width - Right);
        var y = new Axis(0, Math.Max(1e-9, all.Max(point => point.Loss)) * 1.05, Height - Bottom, Top);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        DrawAxes(svg, x, y);
        DrawLine(svg, training, x, y, "#7a9cc6", 1);
        DrawLine(svg, validation, x, y, "#c44e52", 2);
        foreach (var (step, loss) in validation)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x.Of(step):F1}\" cy=\"{y.Of(loss):F1}\" r=\"3\" fill=\"#c44e52\"/>\n");
        }

        Label(svg, Left, 16, "start", "training loss", "#7a9cc6");
        Label(svg, Left + 100, 16, "start", validation.Length > 0 ? "validation loss" : "", "#c44e52");
        Label(svg, (Left + Width - Right) / 2, Height - 8, "middle", "step", "#444");
        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawAxes(StringBuilder svg, Axis x, Axis y)
    {
        for (var tick = 0; tick <= Ticks; tick++)
        {
            var (loss, step) = (y.To * tick / Ticks, Math.Round(x.To * tick / Ticks));
            svg.Append(CultureInfo.InvariantCulture,
                $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y.Of(loss):F1}\" y2=\"{y.Of(loss):F1}\" stroke=\"#e4e4e4\"/>\n");
            Label(svg, Left - 8, y.Of(loss) + 4, "end", loss.ToString("G3", CultureInfo.InvariantCulture), "#444");
            Label(svg, x.Of(step), Height - Bottom + 18, "middle", step.ToString("F0", CultureInfo.InvariantCulture), "#444");
        }
    }

    private static void DrawLine(StringBuilder svg, (double Step, double Loss)[] points, Axis x, Axis y, string color, double thickness)
    {
        var places = points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{x.Of(point.Step):F1},{y.Of(point.Loss):F1}"));
        svg.Append(CultureInfo.InvariantCulture,
            $"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"{thickness}\" points=\"{string.Join(' ', places)}\"/>\n");
    }

    private static void Label(StringBuilder svg, double x, double y, string anchor, string text, string color)
        => svg.Append(CultureInfo.InvariantCulture,
            $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\" fill=\"{color}\">{text}</text>\n");

    /// <summary>Maps numbers to places on the picture.</summary>
    private readonly record struct Axis(double From, double To, double Begin, double End)
    {
        public double Of(double value) => Begin + ((value - From) / (To - From) * (End - Begin));
    }
}
