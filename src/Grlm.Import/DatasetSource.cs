namespace Grlm.Import;

/// <summary>A dataset among those that are imported together.</summary>
/// <param name="Number">Its place among them, 0-based.</param>
/// <param name="Items">Its catalogue.</param>
/// <param name="Interactions">Its interactions.</param>
/// <param name="Domain">Name of its domain; null where the file may say it.</param>
/// <param name="ItemPrefix">What its items' ids get in front, so that no two datasets have an item of the same id.</param>
/// <param name="UserPrefix">What its users' ids get in front.</param>
internal sealed record DatasetSource(int Number, InputFile Items, InputFile Interactions, string? Domain, string ItemPrefix, string UserPrefix)
{
    /// <summary>The datasets that the options name.</summary>
    /// <exception cref="InvalidOptionsException">The numbers of files and domains don't go together, or a name is no good.</exception>
    /// <exception cref="InvalidInputException">A file is not there, or of no form that can be read.</exception>
    public static List<DatasetSource> Of(ImportOptions options)
    {
        var count = options.Items.Count;
        if (options.Interactions.Count != count || (options.TermIds is { } termIds && termIds.Count != count))
        {
            throw new InvalidOptionsException(
                $"There are {count} files of items, {options.Interactions.Count} of interactions and {options.TermIds?.Count ?? 0} of term IDs. "
                + "Give as many of each, in the same order.");
        }

        if (options.Domains.Count != count && (count > 1 || options.Domains.Count > 0))
        {
            throw new InvalidOptionsException($"There are {count} datasets and {options.Domains.Count} names of domains. Name each dataset's with 'domains'.");
        }

        if (options.Domains.FirstOrDefault(name => name.Length == 0 || name.Contains(':', StringComparison.Ordinal) || name.Any(char.IsWhiteSpace)) is { } bad)
        {
            throw new InvalidOptionsException($"A domain cannot be called '{bad}'. Take a name without white space and colons.");
        }

        if (options.Domains.Distinct(StringComparer.Ordinal).Count() < options.Domains.Count)
        {
            throw new InvalidOptionsException("Two datasets have a domain of the same name. Give each its own.");
        }

        var hints = FormHints.Of(options);
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            var prefix = count > 1 ? DomainPrefix.Of(options.Domains[number]) : string.Empty;
            return new DatasetSource(
                number,
                InputFile.OfItems(options.Items[number], hints),
                InputFile.OfInteractions(options.Interactions[number], hints),
                options.Domains.Count > 0 ? options.Domains[number] : null,
                prefix,
                options.SharedUsers ? string.Empty : prefix);
        })];
    }
}
