using System.Reflection;
using CsCheck;

namespace Grlm.Tests;

public sealed class TrainingSplitTests
{
    // Numbers that nothing else in the graph of objects can be.
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    private const int TestTarget = 777_777, AfterTest = 888_888;

    [Fact]
    public void ATrainingSplit_ReachesNoTestTarget_WhicheverWayItIsRead()
    {
        var histories = Splits.Histories([1, 2, 3, TestTarget, AfterTest], [4, 5, TestTarget]);
        AssertUnreachable(new LeaveOneOutSplit(Splits.Histories([1, 2, 3, TestTarget], [4, 5, TestTarget])).Training);
        AssertUnreachable(new TemporalSplit(histories, trainingEnds: [2, 1], testStarts: [3, 2]).Training);
        AssertUnreachable(new TemporalSplit(histories, trainingEnds: [2, 1], testStarts: [3, 2]).Training.WithValidation());
    }

    [Fact]
    public void WithValidation_TrainsOnEverythingBeforeTheTestTargets_AndValidatesOnNobody()
    {
        var split = new LeaveOneOutSplit(Splits.Histories([1, 2, 3, 7], [4, 5, 6], [8, 9], [1])).Training;
        var whole = split.WithValidation();

        Assert.Equal([[1, 2], [8, 9]], split.Histories());
        Assert.Equal([[1, 2, 3], [4, 5], [8, 9]], whole.Histories());
        Assert.Equal((2, 0), (split.Validation.Count, whole.Validation.Count));
        Assert.Equal([0, 2, 1, 1, 1, 1, 0, 0, 1, 1], whole.Popularity(10));
        Assert.Equal(whole.Histories(), whole.WithValidation().Histories());
    }

    [Fact]
    public void Histories_WithValidation_AreAllButTheLastInteraction_OfRandomUsers()
        => Gen.Int[0, 50].Array[0, 12].Array[1, 20].Sample(users =>
        {
            var whole = new LeaveOneOutSplit(Splits.Histories(users)).Training.WithValidation();
            int[][] expected =
                [.. users.Select(user => user.Length < LeaveOneOutSplit.MinimumHistory ? user : user[..^1]).Where(user => user.Length > 1)];
            Assert.Equal(expected, whole.Histories());
        });

    [Fact]
    public void TrainingData_ReachesNoTestTarget_AndIsAllThatTrialsOfASearchAreGiven()
    {
        var split = new LeaveOneOutSplit(Splits.Histories([1, 2, 3, TestTarget])).Training;
        AssertUnreachable(new TrainingData(Catalogs.OfSize(5), Splits.LibraryOf(5), split));

        // Through what the search itself is made with, nothing of the data can be had at all.
        Type[] telling = [typeof(Dataset), typeof(UserHistories), typeof(InteractionSplit), typeof(EvaluationTargets),
            typeof(GrlmWorkspace), typeof(TrainingData)];
        var members =
            ((Type[])[typeof(HyperparameterSearch), typeof(ITrialRunner), typeof(SearchLog), typeof(SearchSpace), typeof(TrialRecord)])
            .SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            .SelectMany(
                method => method.GetParameters().Select(parameter => parameter.ParameterType)
                    .Append((method as MethodInfo)?.ReturnType ?? typeof(void)));
        Assert.Empty(members.Intersect(telling));
    }

    [Fact]
    public void TheWholeSplit_DoesReachThem()
        => Assert.Contains(TestTarget, NumbersBelow(new LeaveOneOutSplit(Splits.Histories([1, 2, 3, TestTarget]))));

    [Fact]
    public void Stages_TakeTheSplitFromTheDataset()
    {
        // A stage that made one of its own would train on what another split tests on.
        var makers = Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file) is var code
                && (code.Contains("new LeaveOneOutSplit(", StringComparison.Ordinal)
                    || code.Contains("new TemporalSplit(", StringComparison.Ordinal)))
            .Select(Path.GetFileName);
        Assert.Equal(["Dataset.cs"], makers);
    }

    private static void AssertUnreachable(object data)
    {
        var numbers = NumbersBelow(data);
        Assert.Contains(1, numbers);
        Assert.DoesNotContain(TestTarget, numbers);
        Assert.DoesNotContain(AfterTest, numbers);
    }

    /// <summary>
    /// Every whole number that an object holds, in fields of any visibility, its own and those of the objects that it holds.
    /// </summary>
    private static HashSet<int> NumbersBelow(object root)
    {
        var (seen, numbers, open) = (new HashSet<object>(ReferenceEqualityComparer.Instance), new HashSet<int>(),
            new Stack<object>([root]));
        while (open.TryPop(out var one))
        {
            if (one is int number)
            {
                numbers.Add(number);
            }
            else if (one is not (string or MemberInfo) && !one.GetType().IsPrimitive && seen.Add(one))
            {
                IEnumerable<object?> held = one is Array array
                    ? array.Cast<object?>() : FieldsOf(one.GetType()).Select(field => field.GetValue(one));
                foreach (var value in held.OfType<object>())
                {
                    open.Push(value);
                }
            }
        }

        return numbers;
    }

    private static IEnumerable<FieldInfo> FieldsOf(Type? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}
