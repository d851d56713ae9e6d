using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>Says which samples there are, in the order in which they are written: shuffled, the same for the same seed.</summary>
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
                "There are no samples to train on. Weigh a task above 0; " +
                    "behavior prediction takes users with two training interactions at least.")
            : new InstructionPlan(Shuffled(training, random), Shuffled(validation, random));
    }

    /// <summary>Returns how many samples of each task there are.</summary>
    public IReadOnlyList<InstructionTaskCounts> Count()
        => [.. Training.Concat(Validation).Select(key => key.Task).Distinct().Order()
            .Select(
                task =>
                    new InstructionTaskCounts(task, Training.Count(key => key.Task == task), Validation.Count(key => key.Task == task)))];

    private static HashSet<int> HeldOut(SampleKey[] keys, double share, Random random)
    {
        int[] subjects = [.. keys.Select(key => key.Subject).Distinct()];
        random.Shuffle(subjects);
        return [.. subjects.Take(share > 0 && subjects.Length > 1 ? Math.Max(1, (int)(subjects.Length * share)) : 0)];
    }

    /// <summary>Returns every sample as often as the whole part of the weight says, and the rest of it as a share that is drawn.</summary>
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

/// <summary>
/// Holds what a sample is made of. Twelve bytes, so that millions of samples can be put into an order before any is rendered.
/// </summary>
/// <param name="Task">The task.</param>
/// <param name="Subject">A user index for behavior prediction, else an item index.</param>
/// <param name="Place">For behavior prediction, the place of the target among the user's training interactions; else 0.</param>
internal readonly record struct SampleKey(InstructionTask Task, int Subject, int Place = 0);

/// <summary>
/// Holds what samples are made of. Of users it has the training interactions alone, and the behavioural neighbours are those of a ranker
/// that was trained on them: no target of validation or test can get into a sample. Immutable and safe for concurrent use.
/// </summary>
/// <param name="Catalog">The items.</param>
/// <param name="Library">Their TIDs.</param>
/// <param name="Training">The training interactions.</param>
/// <param name="Similar">Behavioural neighbours; null where no task needs them.</param>
/// <param name="Renderer">Renders conversations.</param>
/// <param name="Neighbors">Neighbours in a sample at most.</param>
internal sealed record InstructionSource(
    Catalog Catalog, TermLibrary Library, TrainingSplit Training, NeighborTable? Similar, InstructionRenderer Renderer, int Neighbors)
{
    /// <summary>Returns all samples of a task, in order of users or items.</summary>
    /// <param name="task">The task.</param>
    /// <param name="everyPrefix">Whether every training interaction with something before it is a target, or only each user's last one of a
    /// domain.</param>
    public IEnumerable<SampleKey> KeysOf(InstructionTask task, bool everyPrefix) => task switch
    {
        InstructionTask.Behavior => Enumerable.Range(0, Training.UserCount)
            .SelectMany(user => PlacesOf(user, everyPrefix).Select(place => new SampleKey(task, user, place))),
        InstructionTask.Internalization => ItemsWithTermIds().Select(item => new SampleKey(task, item)),
        InstructionTask.Collaborative
            => ItemsWithTermIds().Where(item => NeighborsOf(item).Count > 0).Select(item => new SampleKey(task, item)),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "There is no such task."),
    };

    /// <summary>Renders a sample.</summary>
    public InstructionSample Render(SampleKey key)
    {
        switch (key.Task)
        {
            case InstructionTask.Behavior when Renderer.Settings.Continued:
                var window = Training[key.Subject][Math.Max(0, key.Place - Renderer.Settings.MaximumHistory)..(key.Place + 1)].ToArray();
                return new(key.Task, Renderer.Behavior([], domain: null), Renderer.Completion(window.Where(Library.HasTermId)));
            case InstructionTask.Behavior:
                var (history, target) = (Training[key.Subject][..key.Place].ToArray(), Training[key.Subject][key.Place]);
                return new(key.Task, Renderer.Behavior(history, Catalog.DomainOf(target)), Renderer.Completion(target));
            case InstructionTask.Internalization:
                return new(key.Task, Renderer.Internalization(key.Subject), Renderer.Completion(key.Subject));
            case InstructionTask.Collaborative:
                var neighbors = NeighborsOf(key.Subject);
                return new(key.Task, Renderer.Collaborative(key.Subject, neighbors.Count), Renderer.Completion(neighbors));
            default:
                throw new ArgumentOutOfRangeException(nameof(key), key.Task, "There is no such task.");
        }
    }

    private IEnumerable<int> ItemsWithTermIds() => Enumerable.Range(0, Catalog.Count).Where(Library.HasTermId);

    /// <summary>
    /// Returns the places of the last items of a user's samples: of targets, or of what a history that goes on ends with.
    /// </summary>
    private IEnumerable<int> PlacesOf(int user, bool everyPrefix) => Renderer.Settings.Continued
        ? TrainingWindows.Of(Training[user].Length, Renderer.Settings.MaximumHistory).Select(window => window.End.Value - 1).Reverse()
        : TargetsOf(user, everyPrefix);

    /// <summary>Places of the targets among a user's training interactions; the first one has nothing before it.</summary>
    private List<int> TargetsOf(int user, bool everyPrefix)
    {
        var history = Training[user];
        List<int> places = [];
        HashSet<int> domains = [];
        for (var place = history.Length - 1; place > 0; place--)
        {
            if ((everyPrefix || !domains.Contains(Catalog.DomainOf(history[place]))) && Library.HasTermId(history[place]))
            {
                domains.Add(Catalog.DomainOf(history[place]));
                places.Add(place);
            }
        }

        places.Reverse();
        return places;
    }

    /// <summary>
    /// Returns the strongest neighbours with TIDs of their own: what is named twice, or is the item itself by its TID, teaches nothing.
    /// </summary>
    private List<int> NeighborsOf(int item)
    {
        List<int> neighbors = [];
        HashSet<TermId> named = [Library.TermIdOf(item)!];
        foreach (var (similar, _) in Similar!.Of(item))
        {
            if (neighbors.Count < Neighbors && Library.TermIdOf(similar) is { } termId && named.Add(termId))
            {
                neighbors.Add(similar);
            }
        }

        return neighbors;
    }
}

/// <summary>
/// Holds what a model is trained on: a conversation and what the model is to say in it. The loss covers what the model says.
/// </summary>
/// <param name="Task">What it teaches.</param>
/// <param name="Prompt">The turns before the model's.</param>
/// <param name="Completion">What the model says.</param>
internal sealed record InstructionSample(InstructionTask Task, IReadOnlyList<ChatMessage> Prompt, string Completion);
