using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class ItemEncoderTests : IDisposable
{
    private const int Width = 4;
    private const int TextWidth = 3;
    private const int Unseen = 2;

    private readonly TinyShop _shop = new(items: 23, withoutTermId: 6, textWidth: TextWidth);
    private readonly ItemInputs _inputs;

    public ItemEncoderTests() => _inputs = new ItemInputs(
        _shop.Library, _shop.Features, TextsOf(_shop.Inputs.Texts!),
        [.. Enumerable.Range(0, 23).Select(item => item == Unseen ? 0 : item)], CPU);

    public void Dispose() => _inputs.Dispose();

    [Theory]
    [InlineData("Full")]
    [InlineData("Content")]
    [InlineData("Items")]
    public void Encode_IsTheScaledSumOfItsParts(string kindName)
    {
        using var scope = NewDisposeScope();
        var kind = Enum.Parse<MemberKind>(kindName);
        using var parameters = Create(kind);
        using var encoder = new ItemEncoder(parameters, kind, _inputs, CPU);

        TensorExtensions.AssertNear(Plain(kind, name => parameters[name]).ToArray(), encoder.Encode().ToArray(), Tolerance);
    }

    [Theory]
    [InlineData("Full")]
    [InlineData("Content")]
    [InlineData("Items")]
    public void Encode_HasTheGradientsOfItsFormula(string kindName)
    {
        using var scope = NewDisposeScope();
        var kind = Enum.Parse<MemberKind>(kindName);
        using var parameters = Create(kind);
        using var encoder = new ItemEncoder(parameters, kind, _inputs, CPU);
        var direction = randn(_shop.Catalog.Count, Width);
        encoder.Encode().backward([direction]);

        var copies = parameters.Shapes.ToDictionary(shape => shape.Key,
            shape => parameters[shape.Key].detach().clone().requires_grad_(true));
        Plain(kind, name => copies[name]).backward([direction]);
        float[] expected = [.. parameters.Shapes.SelectMany(shape => copies[shape.Key].grad!.ToArray())];
        TensorExtensions.AssertNear(expected, parameters.Gradients.ToArray(), 4 * Tolerance);
    }

    [Fact]
    public void Encode_OfAnItemThatTrainingNeverSawIsItsContentAlone()
    {
        using var scope = NewDisposeScope();
        using var parameters = Create(MemberKind.Full);
        using var encoder = new ItemEncoder(parameters, MemberKind.Full, _inputs, CPU);
        var before = encoder.Encode().ToArray();
        parameters.InitializeConstant("item_encoder.own_vectors", 100);
        var after = encoder.Encode().ToArray();

        for (var item = 0; item < _shop.Catalog.Count; item++)
        {
            Assert.Equal(item is Unseen or 0, before.AsSpan(item * Width, Width).SequenceEqual(after.AsSpan(item * Width, Width)));
        }
    }

    [Fact]
    public void Encode_LeavesOutAsManyOwnVectorsAsAskedFor()
    {
        using var scope = NewDisposeScope();
        var shop = new TinyShop(items: 2_000, users: 0);
        using var inputs = new ItemInputs(shop.Library, shop.Features, null, [.. Enumerable.Repeat(1, 2_000)], CPU);
        using var parameters = new ParameterSet([.. ItemEncoder.Shapes(MemberKind.Full, inputs, Width)], CPU);
        parameters.InitializeConstant("item_encoder.own_vectors", 1);
        parameters.InitializeConstant("item_encoder.own_weight", 1);
        using var encoder = new ItemEncoder(parameters, MemberKind.Full, inputs, CPU);

        using var dropout = new Dropout(0.3, seed: 1, CPU);
        var dropped = encoder.Encode(dropout).ToArray().Where((_, place) => place % Width == 0).Count(number => number == 0);

        Assert.InRange(dropped, 520, 680); // 600 give or take four standard deviations
        Assert.DoesNotContain(encoder.Encode().ToArray(), number => number == 0);
    }

    /// <summary>Text vectors pass through bfloat16 where the machine multiplies in it.</summary>
    private static double Tolerance => ComputePrecision.UsesBFloat16 ? 0.03 : 1e-5;

    private static VectorMatrix TextsOf(Tensor texts)
    {
        var matrix = new VectorMatrix((int)texts.shape[0], TextWidth);
        var numbers = texts.ToArray();
        for (var row = 0; row < matrix.Count; row++)
        {
            numbers.AsSpan(row * TextWidth, TextWidth).CopyTo(matrix[row]);
        }

        return matrix;
    }

    private ParameterSet Create(MemberKind kind)
    {
        var parameters = new ParameterSet([.. ItemEncoder.Shapes(kind, _inputs, Width)], CPU);
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        manual_seed(4);
        parameters.Values.normal_();
        return parameters;
    }

    /// <summary>The formula, item by item.</summary>
    private Tensor Plain(MemberKind kind, Func<string, Tensor> parameter)
    {
        List<Tensor> vectors = [];
        for (var item = 0; item < _shop.Catalog.Count; item++)
        {
            List<Tensor> parts = [zeros(Width)];
            if (kind != MemberKind.Content && _inputs.Popularity[item] > 0)
            {
                parts.Add(parameter("item_encoder.own_vectors")[item].mul(parameter("item_encoder.own_weight")));
            }

            if (kind != MemberKind.Items)
            {
                foreach (var (row, slot) in RowsOf(item))
                {
                    parts.Add(parameter("item_encoder.content_table")[row].mul(parameter("item_encoder.kind_weights")[slot]));
                }

                parts.Add(parameter("item_encoder.text_proj").matmul(_inputs.Texts![item]));
            }

            vectors.Add(stack(parts).sum(dim: 0).div(tensor(MathF.Sqrt(Math.Max(1, parts.Count - 1)))));
        }

        return stack(vectors);
    }

    /// <summary>Rows of the table and kinds: the item's terms by slot, its features.</summary>
    private IEnumerable<(int Row, int Slot)> RowsOf(int item) =>
    [
        .. _shop.Library.TermsOf(item).ToArray().Select((term, slot) => (term, slot)),
        .. _shop.Features.Of(item).ToArray().Select(feature => (_shop.Library.Terms.Count + feature, _shop.Library.Length)),
    ];
}
