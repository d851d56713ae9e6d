using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;

namespace Grlm.Tests;

public sealed partial class NoLeakTests
{
    [Theory]
    [InlineData(SplitKind.LeaveOneOut)]
    [InlineData(SplitKind.Temporal)]
    public void NoSampleOfAUser_NamesWhatIsHeldOutOfTheUser(SplitKind kind)
        => Gen.Select(RandomTrainingData.Random, RandomTrainingData.Options).Sample((data, options) =>
        {
            var split = SplitOf(data, kind);
            foreach (var (key, sample) in SamplesOf(data, options, split).Where(sample => sample.Key.Task == InstructionTask.Behavior))
            {
                var named = ItemsIn(Text(sample));
                HashSet<int> trained = [.. split.Training[key.Subject]];
                Assert.NotEmpty(named);
                Assert.Subset(trained, named);
                Assert.Empty(named.Intersect(HeldOut(data, split, key.Subject)));
            }
        });

    [Theory]
    [InlineData(SplitKind.LeaveOneOut)]
    [InlineData(SplitKind.Temporal)]
    public void Samples_StayTheSame_WhateverIsHeldOut(SplitKind kind)
        => Gen.Select(RandomTrainingData.Random, RandomTrainingData.Options, Gen.Int).Sample((data, options, seed) =>
        {
            var random = new Random(seed);
            var split = SplitOf(data, kind);
            var other = data with { Users = [.. data.Users.Select((_, user) => WithOthersHeldOut(data, split, user, random))] };
            Assert.Equal(
                SamplesOf(data, options, split).Select(sample => (sample.Key, Text(sample.Sample))),
                SamplesOf(other, options, SplitOf(other, kind)).Select(sample => (sample.Key, Text(sample.Sample))));
        });

    [Fact]
    public void NeighboursOfTheCollaborativeTask_HaveBeenTogetherInTrainingInteractions()
        => Gen.Select(RandomTrainingData.Random, RandomTrainingData.Options).Sample((data, options) =>
        {
            var split = data.LeaveOneOut();
            foreach (var (key, sample) in SamplesOf(data, options, split).Where(sample => sample.Key.Task == InstructionTask.Collaborative))
            {
                var together = split.Training.Histories().Where(history => history.Contains(key.Subject)).SelectMany(history => history)
                    .ToHashSet();
                var named = ItemsIn(sample.Completion);
                Assert.Subset(together, named);
                Assert.DoesNotContain(key.Subject, named);
                Assert.InRange(named.Count, 1, options.Neighbors);
            }
        });

    private static InteractionSplit SplitOf(RandomTrainingData data, SplitKind kind)
        => kind == SplitKind.Temporal ? data.Temporal() : data.LeaveOneOut();

    private static List<(SampleKey Key, InstructionSample Sample)> SamplesOf(
        RandomTrainingData data, InstructOptions options, InteractionSplit split)
    {
        var source = data.Source(options, split);
        try
        {
            var plan = InstructionPlan.Of(source, options);
            return [.. plan.Training.Concat(plan.Validation).Select(key => (key, source.Render(key)))];
        }
        catch (InvalidInputException)
        {
            return []; // nobody has two interactions to train on
        }
    }

    private static string Text(InstructionSample sample)
        => string.Join('\n', [.. sample.Prompt.Select(turn => turn.Text), sample.Completion]);

    private static HashSet<int> HeldOut(RandomTrainingData data, InteractionSplit split, int user)
        => [.. data.Users[user].Except(split.Training[user].ToArray())];

    /// <summary>A history with other items of the same domains in the places of those held out.</summary>
    private static int[] WithOthersHeldOut(RandomTrainingData data, InteractionSplit split, int user, Random random)
    {
        var held = HeldOut(data, split, user);
        return [.. data.Users[user].Select(item => held.Contains(item)
            ? (random.Next(RandomTrainingData.Items / data.Domains) * data.Domains) + (item % data.Domains)
            : item)];
    }

    private static HashSet<int> ItemsIn(string text)
        => [.. Named().Matches(text).Select(match => int.Parse(match.Groups["item"].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"item(?<item>\d+)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Named();
}
