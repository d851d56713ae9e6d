namespace Grlm;

/// <summary>Which samples there are, in the order in which they are written: shuffled, the same for the same seed.</summary>
/// <param name="Training">Samples to train on.</param>
/// <param name="Validation">Samples to validate on; none of a user or item that the same task trains on.</param>
internal sealed record InstructionPlan(SampleKey[] Training, SampleKey[] Validation)
{
    /// <summary>Plans the samples that options ask for.</summary>
    /// <exception cref="InvalidInputException">There are none to train on.</exception>
    public static InstructionPlan Of(InstructionSource source, InstructOptions options)
    {
        var random = new Random(options.Seed);
        InstructionTask[] tasks = [.. options.Tasks.Distinct().Order()];
        var validated = tasks.Contains(InstructionTask.Behavior) ? InstructionTask.Behavior : tasks.FirstOrDefault();
        List<SampleKey> training = [], validation = [];
        foreach (var task in tasks)
        {
            SampleKey[] keys = [.. source.KeysOf(task, options.EveryPrefix)];
            var held = task == validated ? HeldOut(keys, options.ValidationShare, random) : [];
            validation.AddRange(keys.Where(key => held.Contains(key.Subject)));
            training.AddRange(Weighted([.. keys.Where(key => !held.Contains(key.Subject))], options.WeightOf(task), random));
        }

        return training.Count == 0
            ? throw new InvalidInputException(
                "There are no samples to train on. Weigh a task above 0; behavior prediction takes users with two training interactions at least.")
            : new InstructionPlan(Shuffled(training, random), Shuffled(validation, random));
    }

    /// <summary>How many samples of each task there are.</summary>
    public IReadOnlyList<InstructionTaskCounts> Count()
        => [.. Training.Concat(Validation).Select(key => key.Task).Distinct().Order()
            .Select(task => new InstructionTaskCounts(task, Training.Count(key => key.Task == task), Validation.Count(key => key.Task == task)))];

    private static HashSet<int> HeldOut(SampleKey[] keys, double share, Random random)
    {
        int[] subjects = [.. keys.Select(key => key.Subject).Distinct()];
        random.Shuffle(subjects);
        return [.. subjects.Take(share > 0 && subjects.Length > 1 ? Math.Max(1, (int)(subjects.Length * share)) : 0)];
    }

    /// <summary>Every sample as often as the whole part of the weight says, and the rest of it as a share that is drawn.</summary>
    private static IEnumerable<SampleKey> Weighted(SampleKey[] keys, double weight, Random random)
    {
        var whole = (int)weight;
        var rest = (int)Math.Round(keys.Length * (weight - whole));
        IEnumerable<SampleKey> drawn = rest == 0 ? [] : Shuffled(keys, random).Take(rest);
        return Enumerable.Repeat(keys, whole).SelectMany(all => all).Concat(drawn);
    }

    private static SampleKey[] Shuffled(IEnumerable<SampleKey> keys, Random random)
    {
        SampleKey[] shuffled = [.. keys];
        random.Shuffle(shuffled);
        return shuffled;
    }
}
