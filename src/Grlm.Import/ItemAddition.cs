using System.Text.Json;
using System.Text.Json.Nodes;

namespace Grlm.Import;

/// <summary>
/// Plans how new items come into a catalogue and its term library, with every term ID that is there kept to the letter; items with changed
/// metadata keep theirs as well, and items taken out lose theirs. The artifacts belong together: run the plan so that they take the place
/// of the last ones together.
/// </summary>
/// <param name="add">Adds items to a dataset.</param>
/// <param name="embed">Makes text vectors and neighbours.</param>
/// <param name="terms">Makes the term library.</param>
public sealed class ItemAddition(
    IStage<AddItemsOptions, AddItemsReport> add, IStage<EmbedOptions, EmbedReport> embed, IStage<TermsOptions, TermsReport> terms)
{
    /// <summary>Gets the file of the new or changed items, in any form that an import takes; null where items are only taken out.</summary>
    public string? Items { get; init; }

    /// <summary>Gets the file with the ids of items to take out of the library, one a line; null for none.</summary>
    public string? Remove { get; init; }

    /// <summary>Drop and count bad rows instead of refusing the file.</summary>
    public bool Lenient { get; init; }

    /// <summary>Gets how neighbours are made where there are none yet; else they are made as they were.</summary>
    public EmbedOptions Embed { get; init; } = new();

    /// <summary>Gets the number of threads of this run, 0 for one a processor; null for those of <see cref="Embed"/>.</summary>
    public int? Threads { get; init; }

    /// <summary>Plans the stages: new items get vectors, neighbours and terms as the others did.</summary>
    /// <param name="workspace">The workspace as it is.</param>
    /// <exception cref="MissingPrerequisiteException">There is no dataset or no term library yet.</exception>
    /// <exception cref="InvalidInputException">An item to take out is not in the catalogue.</exception>
    public IReadOnlyList<PlannedStage> PlanFor(GrlmWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        var catalog = DatasetReader.Read(workspace).Catalog;

        // Threads are those of this run: the machine of the last one may have had more.
        var threads = Threads ?? Embed.Threads;
        var last = OptionsOf<TermsOptions>(workspace, ArtifactNames.Terms);
        var termsOptions = last with
        {
            TermIds = null,
            Threads = threads,
            Keep = workspace.PathOf(ArtifactNames.Terms, ArtifactNames.TermIds),
            Without = [.. last.Without.Concat(Removed(catalog)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
        var made = workspace.Has(ArtifactNames.Neighbors) ? OptionsOf<EmbedOptions>(workspace, ArtifactNames.Neighbors) : Embed;
        var embedOptions = made with { Keep = true, Threads = threads };
        return
        [
            .. Items is null ? [] : (PlannedStage[])[PlannedStage.Of(add, FormOfLast(workspace) with
            {
                Items = Items,
                Dataset = workspace.PathOf(ArtifactNames.Dataset),
                Lenient = Lenient,
            })],
            PlannedStage.Of(embed, embedOptions),
            PlannedStage.Of(terms, termsOptions),
        ];
    }

    private static TOptions OptionsOf<TOptions>(GrlmWorkspace workspace, string artifact)
        => Manifest.Read(workspace, artifact).Options.Deserialize<TOptions>(WorkspaceJson.Options)!;

    /// <summary>Returns what was said of the form of the files that the dataset was made of: new items come in the same.</summary>
    private static AddItemsOptions FormOfLast(GrlmWorkspace workspace)
    {
        var form = OptionsOf<JsonObject>(workspace, ArtifactNames.Dataset);
        form["items"] = string.Empty;
        form["dataset"] = string.Empty;
        return form.Deserialize<AddItemsOptions>(WorkspaceJson.Options)!;
    }

    private IEnumerable<string> Removed(Catalog catalog)
        => Remove is null
            ? []
            : UserFile.ReadLines(Remove).Select(line => line.Trim()).Where(line => line.Length > 0)
                .Select(id => catalog[catalog.IndexOf(id)].Id);
}
