using System.Xml.Linq;

namespace Grlm.Torch.Tests;

public sealed class LossCurveTests
{
    [Fact]
    public void Draw_GivesADocumentWithAPointForEveryStepAndEveryMeasurement()
    {
        TuningRecord[] records =
        [
            new() { Step = 0, ValidationLoss = 3 },
            .. Enumerable.Range(1, 10).Select(step => new TuningRecord { Step = step, Loss = 3.0 / step }),
            new() { Step = 10, ValidationLoss = 1 },
        ];
        var svg = XDocument.Parse(LossCurve.Draw(records)).Root!;

        var lines = svg.Elements().Where(element => element.Name.LocalName == "polyline")
            .Select(line => line.Attribute("points")!.Value.Split(' ').Length);
        Assert.Equal([10, 2], lines);
        Assert.Equal(2, svg.Elements().Count(element => element.Name.LocalName == "circle"));
    }

    [Fact]
    public void Draw_OfNothingIsAnEmptyPicture() => Assert.NotNull(XDocument.Parse(LossCurve.Draw([])).Root);
}
