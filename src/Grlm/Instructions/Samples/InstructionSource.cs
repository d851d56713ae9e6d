namespace Grlm;

/// <summary>
/// What samples are made of. Of users it has the training interactions alone, and the behavioural neighbours are those of a ranker that was trained on
/// them: no target of validation or test can get into a sample. Immutable and safe for concurrent use.
/// </summary>
/// <param name="Catalog">The items.</param>
/// <param name="Library">Their TIDs.</param>
/// <param name="Training">The training interactions.</param>
/// <param name="Similar">Behavioural neighbours; null where no task needs them.</param>
/// <param name="Renderer">Renders conversations.</param>
/// <param name="Neighbors">Neighbours in a sample at most.</param>
internal sealed record InstructionSource(
    Catalog Catalog, TermLibrary Library, TrainingSplit Training, SimilarItems? Similar, InstructionRenderer Renderer, int Neighbors)
{
    /// <summary>All samples of a task, in order of users or items.</summary>
    /// <param name="task">The task.</param>
    /// <param name="everyPrefix">Whether every training interaction with something before it is a target, or only each user's last one of a domain.</param>
    public IEnumerable<SampleKey> KeysOf(InstructionTask task, bool everyPrefix) => task switch
    {
        InstructionTask.Behavior => Enumerable.Range(0, Training.UserCount)
            .SelectMany(user => TargetsOf(user, everyPrefix).Select(place => new SampleKey(task, user, place))),
        InstructionTask.Internalization => ItemsWithTermIds().Select(item => new SampleKey(task, item)),
        InstructionTask.Collaborative => ItemsWithTermIds().Where(item => NeighborsOf(item).Count > 0).Select(item => new SampleKey(task, item)),
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "There is no such task."),
    };

    /// <summary>Renders a sample.</summary>
    public InstructionSample Render(SampleKey key)
    {
        switch (key.Task)
        {
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

    /// <summary>The strongest neighbours with TIDs of their own: what is named twice, or is the item itself by its TID, teaches nothing.</summary>
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
