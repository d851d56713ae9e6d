using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class ItemEncoderTests
{
    private const int Width = 4;

    private readonly TinyShop _shop = new(items: 23, withoutTermId: 6);

    [Fact]
    public void Encode_IsTheScaledSumOfItemWeightedTermsAndFeatures()
    {
        using var scope = NewDisposeScope();
        using var parameters = Create();
        using var encoder = new ItemEncoder(parameters, _shop.Library, _shop.Features, CPU);
        var (table, weights) = (parameters["item_encoder.table"].ToArray(), parameters["item_encoder.kind_weights"].ToArray());

        var expected = new float[_shop.Catalog.Count * Width];
        for (var item = 0; item < _shop.Catalog.Count; item++)
        {
            var rows = RowsOf(item);
            foreach (var (row, kind) in rows)
            {
                for (var column = 0; column < Width; column++)
                {
                    expected[(item * Width) + column] += weights[kind] * table[(row * Width) + column] / MathF.Sqrt(rows.Count);
                }
            }
        }

        TensorExtensions.AssertNear(expected, encoder.Encode().ToArray(), 1e-5);
    }

    [Fact]
    public void Encode_HasTheGradientsOfItsFormula()
    {
        using var scope = NewDisposeScope();
        using var parameters = Create();
        using var encoder = new ItemEncoder(parameters, _shop.Library, _shop.Features, CPU);
        var direction = randn(_shop.Catalog.Count, Width);
        encoder.Encode().backward([direction]);

        var table = parameters["item_encoder.table"].detach().requires_grad_(true);
        var weights = parameters["item_encoder.kind_weights"].detach().requires_grad_(true);
        List<Tensor> vectors = [];
        for (var item = 0; item < _shop.Catalog.Count; item++)
        {
            var rows = RowsOf(item);
            var picked = table.index_select(0, tensor(rows.ConvertAll(entry => (long)entry.Row)));
            var weighted = picked.mul(weights.index_select(0, tensor(rows.ConvertAll(entry => (long)entry.Kind))).unsqueeze(1));
            vectors.Add(weighted.sum(dim: 0).div(tensor(MathF.Sqrt(rows.Count))));
        }

        stack(vectors).backward([direction]);
        float[] expected = [.. table.grad!.ToArray(), .. weights.grad!.ToArray()];
        TensorExtensions.AssertNear(expected, parameters.Gradients.ToArray(), 1e-4);
    }

    private ParameterSet Create()
    {
        var parameters = new ParameterSet([.. ItemEncoder.Shapes(_shop.Library, _shop.Features, Width)], CPU);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        manual_seed(4);
        parameters.Values.normal_();
        return parameters;
    }

    /// <summary>Rows of the table and kinds: the item, its terms by slot, its features.</summary>
    private List<(int Row, int Kind)> RowsOf(int item)
    {
        var terms = _shop.Library.TermsOf(item).ToArray();
        var firstFeature = _shop.Library.ItemCount + _shop.Library.Terms.Count;
        return
        [
            (item, 0),
            .. terms.Select((term, slot) => (_shop.Library.ItemCount + term, 1 + slot)),
            .. _shop.Features.Of(item).ToArray().Select(feature => (firstFeature + feature, 1 + _shop.Library.Length)),
        ];
    }
}
