using TorchSharp;
using static TorchSharp.torch;

namespace Grlm.Torch.Tests;

[Collection(typeof(TorchCollection))]
public sealed class TermIdLossTests : IDisposable
{
    private const int First = 30, End = 31;
    private const double Tolerance = 2e-4;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly TinyShop _shop = new(items: 30, length: 3);
    private readonly TokenizedTermIds _termIds;
    private readonly CausalNetwork _network = TinyLanguageModel.Create(trainable: true);

    public TermIdLossTests() => _termIds = new TokenizedTermIds(_shop.Library, Encode);

    public void Dispose()
    {
        _network.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Loss_IsTheSoftMaxOverTheVocabulary_RestrictedToWhatMayFollowAndRenormalised()
    {
        var batch = Batch();
        var (expected, gradients) = Plain(batch, (choice, _) => OneHot(choice));
        using var loss = new TermIdLoss(_network, _termIds.Trie);
        var (actual, own) = Learn(loss, batch);

        Assert.Equal(expected, actual, Tolerance);
        Assert.Equal(expected, new TuningPass(_network, checkpointed: false, loss).Measure(batch), Tolerance);
        Assert.Equal(batch.Samples.Sum(sample => sample.TargetCount / 5), loss.TargetsOf(batch));
        Assert.NotEqual(0, gradients.Max(Math.Abs));
        TensorExtensions.AssertNear(gradients, own, Tolerance);
    }

    [Fact]
    public void Loss_WithTheVocabularyAtEveryPlace_IsThatOfTheNextToken()
    {
        var batch = Batch();
        var (expected, gradients) = Learn(new TokenLoss(_network), batch);
        using var loss = new TermIdLoss(_network, _termIds.Trie, teacher: null, vocabularyShare: 1);
        var (actual, own) = Learn(loss, batch);

        Assert.Equal(expected, actual, 1e-3);
        TensorExtensions.AssertNear(gradients, own, 1e-3);
    }

    [Fact]
    public void Loss_WithATeacher_HasItsSharesForTargets()
    {
        var batch = Batch();
        using var model = _shop.CreateRanker();
        using var ranker = new TorchRanker(model);
        using var teacher = new HistoryTeacher(ranker, _termIds, repeatShare: 0.1);
        var choices = TermIdChoices.Of(batch, _termIds.Trie).Choices;
        var shares = Grouped(teacher.SharesOf(batch, choices), choices);
        var (expected, gradients) = Plain(batch, (choice, place) => choice.Target < 0 ? OneHot(choice) : Normal(shares[place]));
        using var loss = new TermIdLoss(_network, _termIds.Trie, teacher);
        var (actual, own) = Learn(loss, batch);

        Assert.Contains(choices, choice => choice.Target < 0);
        Assert.Equal(expected, actual, Tolerance);
        TensorExtensions.AssertNear(gradients, own, Tolerance);
    }

    [Fact]
    public void Teacher_SharesSumToWhatLiesBelowTheirParent_AndToOneAtTheRoot()
    {
        var batch = Batch();
        using var model = _shop.CreateRanker();
        using var ranker = new TorchRanker(model);
        using var teacher = new HistoryTeacher(ranker, _termIds, repeatShare: 0.1);
        var choices = TermIdChoices.Of(batch, _termIds.Trie).Choices;
        var sums = Grouped(teacher.SharesOf(batch, choices), choices).Select(shares => shares.Sum()).ToArray();
        for (var place = 0; place < choices.Count; place++)
        {
            var isRoot = choices[place].Children.Start.Value == 1;
            Assert.Equal(choices[place].Target < 0, sums[place] < 0);
            Assert.True(choices[place].Target < 0 || !isRoot || Math.Abs(sums[place] - 1) < 1e-3, $"{place}: {sums[place]}");
            Assert.True(choices[place].Target < 0 || sums[place] <= 1 + 1e-3);
        }
    }

    [Fact]
    public void Loss_OfSomethingElseThanTermIds_IsRefused()
    {
        using var loss = new TermIdLoss(_network, _termIds.Trie);
        var stray = TuningBatch.Of([[new TuningSample([1, 2, 3], [-100, 2, 3])]]);
        Assert.Throws<InvalidInputException>(() => loss.TargetsOf(stray));
        int[] cut = [5, .. Encode(_shop.Library.TermIdOf(0)!)[..^1]];
        Assert.Throws<InvalidInputException>(() => loss.TargetsOf(TuningBatch.Of([[new TuningSample(cut, [-100, .. cut[1..]])]])));
    }

    /// <summary>A first token that all share, a token a term, and the end.</summary>
    private static int[] Encode(TermId termId) => [First, .. termId.Terms.Select((term, slot) => 1 + (slot * 3) + (term[^1] - '0')), End];

    /// <summary>Two histories, one of them damaged, and a TID that follows no history.</summary>
    private TuningBatch Batch()
    {
        int[] prompt = [20, 21];
        int[][] tokens = [.. Enumerable.Range(0, 30).Select(_termIds.TokensOf)];
        var histories = new HistorySamples([[3, 7, 11, 3], [5, 9, 2]], prompt, tokens, damagedShare: 0, seed: 1);
        var damaged = histories.Sample(1, 1);
        int[] alone = [22, 23, .. _termIds.TokensOf(4)];
        return TuningBatch.Of(
        [
            [histories.Sample(1, 0), damaged with { History = damaged.History! with { IsObserved = false } }],
            [new TuningSample(alone, [-100, -100, .. alone[2..]])],
        ]);
    }

    private (double Loss, float[] Gradients) Learn(ITuningLoss loss, TuningBatch batch)
    {
        _network.Weights.Parameters.ClearGradients();
        var sum = new TuningPass(_network, checkpointed: false, loss).Backward(batch, scale: 1, seed: 0);
        return (sum, _network.Weights.Parameters.Gradients.ToArray());
    }

    /// <summary>The same by logits of the whole vocabulary and automatic differentiation.</summary>
    private (double Loss, float[] Gradients) Plain(TuningBatch batch, Func<TermIdChoice, int, double[]> targetOf)
    {
        _network.Weights.Parameters.ClearGradients();
        var logits = _network.Logits(_network.Forward(batch.Tokens)).view(-1, TinyLanguageModel.Vocabulary);
        var choices = TermIdChoices.Of(batch, _termIds.Trie).Choices;
        var sum = zeros(1);
        for (var place = 0; place < choices.Count; place++)
        {
            long[] allowed = [.. choices[place].Nodes.Select(node => (long)_termIds.Trie.TokenOf(node))];
            var target = tensor(Array.ConvertAll(targetOf(choices[place], place), share => (float)share));
            sum = TensorMath.Subtract(sum, logits[choices[place].Place].index_select(0, tensor(allowed)).log_softmax(0).mul(target).sum());
        }

        sum.backward();
        return (TensorMath.ToDouble(sum), _network.Weights.Parameters.Gradients.ToArray());
    }

    private static double[] OneHot(TermIdChoice choice)
        => [.. choice.Nodes.Select(node => node == choice.Taken ? 1.0 : 0)];

    private static double[] Normal(float[] shares) => Array.ConvertAll(shares, share => share / shares.Sum(one => (double)one));

    private static float[][] Grouped(float[] shares, IReadOnlyList<TermIdChoice> choices)
    {
        var first = 0;
        return [.. choices.Select(choice => shares[first..(first += choice.Count)])];
    }
}
