using System.Globalization;
using Microsoft.Extensions.AI;

namespace Grlm.Internal;

/// <summary>
/// Renders items and histories as the conversations that a language model is trained on, evaluated with and asked in: the one place where
/// that is done. What the model says is a TID as <see cref="TermId.ToString"/> writes it. Safe for concurrent use.
/// </summary>
public sealed class InstructionRenderer
{
    /// <summary>Characters of a title below which it says nothing: it is left out then.</summary>
    private const int ShortestTitle = 12;

    private readonly Catalog _catalog;
    private readonly TermLibrary _library;
    private readonly RenderingSettings _settings;
    private readonly ITokenCounter? _counter;
    private readonly PromptTemplate _behavior;
    private readonly PromptTemplate _internalization;
    private readonly PromptTemplate _collaborative;

    /// <param name="catalog">The items.</param>
    /// <param name="library">Their TIDs.</param>
    /// <param name="settings">How they are shown.</param>
    /// <param name="counter">Counts tokens as the model reads them; may be null where the settings name no maximum of tokens.</param>
    /// <exception cref="InvalidInputException">A template lacks a placeholder, or has one that there is not.</exception>
    /// <exception cref="InvalidOptionsException">There is a maximum of tokens, and nothing that counts them.</exception>
    public InstructionRenderer(Catalog catalog, TermLibrary library, RenderingSettings settings, ITokenCounter? counter = null)
    {
        if (settings.MaximumTokens is not null && counter is null)
        {
            throw new InvalidOptionsException(
                "A maximum of tokens takes a tokenizer that counts them. Name a model's folder with 'tokenizer'.");
        }

        (_catalog, _library, _settings, _counter) = (catalog, library, settings, counter);
        _behavior = settings.Continued
            ? InstructionPrompts.ParseContinued(settings.BehaviorPrompt)
            : InstructionPrompts.ParseBehavior(settings.BehaviorPrompt);
        _internalization = InstructionPrompts.ParseInternalization(settings.InternalizationPrompt);
        _collaborative = InstructionPrompts.ParseCollaborative(settings.CollaborativePrompt);
    }

    /// <summary>Gets how items and histories are shown.</summary>
    public RenderingSettings Settings => _settings;

    /// <summary>Returns what the model is to say for one item: its TID, or the line of its terms.</summary>
    /// <exception cref="ArgumentException">The item has no TID.</exception>
    public string Completion(int item)
        => _library.TermIdOf(item) is { } termId
            ? _settings.TextOf(termId)
            : throw new ArgumentException($"Item {item} has no term ID.", nameof(item));

    /// <summary>Returns what the model is to say for several items: their TIDs, a line each.</summary>
    public string Completion(IEnumerable<int> items) => string.Join(_settings.Continued ? "" : "\n", items.Select(Completion));

    /// <summary>Returns the conversation that asks what comes after a history.</summary>
    /// <param name="history">Item indices, oldest first. An item without a TID is shown by its title alone, and not at all without
    /// titles.</param>
    /// <param name="domain">Index of the domain that the next item is to be of (<see cref="Catalog.Domains"/>); null for any.</param>
    /// <exception cref="InvalidOptionsException">There is no room for the latest item alone.</exception>
    public IReadOnlyList<ChatMessage> Behavior(IReadOnlyList<int> history, int? domain)
    {
        if (_settings.Continued)
        {
            return Continued(history);
        }

        int[] shown = [.. history.Where(item => _settings.Titles || _library.HasTermId(item)).TakeLast(_settings.MaximumHistory)];
        var longest = shown.Select(item => _catalog[item].Title.Length).DefaultIfEmpty().Max();
        return BudgetFor(termIds: 1) is not { } budget || budget.Holds(Latest(shown.Length, int.MaxValue))
            ? Latest(shown.Length, int.MaxValue)
            : budget.Holds(Latest(shown.Length, 0)) ? budget.Largest(0, longest, title => Latest(shown.Length, title))
            : budget.Holds(Latest(Math.Min(1, shown.Length), 0)) ? budget.Largest(1, shown.Length, count => Latest(count, 0))
            : throw budget.TooSmall(Latest(Math.Min(1, shown.Length), 0));

        IReadOnlyList<ChatMessage> Latest(int count, int title) => _behavior.Render(Values(
            ("history", string.Join('\n', shown.TakeLast(count).Select(item => Line(item, title)).DefaultIfEmpty(PromptText.None))),
            ("domain",
                domain is { } index && _catalog.Domains.Count > 1 && _catalog.Domains[index] is { Length: > 0 } name ? $" in {name}" : ""),
            ("titles", _settings.Titles ? " and title" : "")));
    }

    /// <summary>
    /// Returns a history that the model goes on with: how the conversation begins, and the latest items' lines in the model's own turn.
    /// </summary>
    private IReadOnlyList<ChatMessage> Continued(IReadOnlyList<int> history)
    {
        int[] shown = [.. history.Where(_library.HasTermId).TakeLast(_settings.MaximumHistory)];
        return BudgetFor(termIds: 1) is not { } budget || budget.Holds(Latest(shown.Length)) ? Latest(shown.Length)
            : budget.Holds(Latest(0)) ? budget.Largest(0, shown.Length, Latest)
            : throw budget.TooSmall(Latest(0));

        IReadOnlyList<ChatMessage> Latest(int count)
        {
            var asked = _behavior.Render(Values());
            return count == 0 ? asked : [.. asked, new ChatMessage(ChatRole.Assistant, Completion(shown.TakeLast(count)))];
        }
    }

    /// <summary>Returns the conversation that asks for an item's TID.</summary>
    /// <param name="item">Item index.</param>
    /// <exception cref="InvalidOptionsException">There is no room for it even without its metadata.</exception>
    public IReadOnlyList<ChatMessage> Internalization(int item)
        => Shortened(BudgetFor(termIds: 1), LongestField(_catalog[item]),
            field => _internalization.Render(Values(("item", PromptText.Target(_catalog[item], field)))));

    /// <summary>Returns the conversation that asks for an item's nearest items in users' behaviour.</summary>
    /// <param name="item">Item index.</param>
    /// <param name="count">How many are asked for.</param>
    /// <exception cref="InvalidOptionsException">There is no room for it even without its title.</exception>
    public IReadOnlyList<ChatMessage> Collaborative(int item, int count)
        => Shortened(BudgetFor(count), _catalog[item].Title.Length, title => _collaborative.Render(Values(
            ("item", Line(item, title)), ("count", count.ToString(CultureInfo.InvariantCulture)))));

    private static IReadOnlyList<ChatMessage> Shortened(PromptBudget? budget, int longest, Func<int, IReadOnlyList<ChatMessage>> render)
        => budget is null || budget.Holds(render(int.MaxValue)) ? render(int.MaxValue)
            : budget.Holds(render(0)) ? budget.Largest(0, longest, render)
            : throw budget.TooSmall(render(0));

    private static int LongestField(Item item)
        => new[] { item.Title.Length, item.Brand.Length, item.Description.Length,
            item.Categories.Sum(path => path.Sum(node => node.Length + " > ".Length)) }.Max();

    private PromptBudget? BudgetFor(int termIds)
        => _settings.MaximumTokens is { } tokens ? new PromptBudget(_counter!, tokens - (termIds * _settings.TermIdTokens)) : null;

    private string Line(int item, int title)
    {
        var text = _settings.Titles ? PromptText.Shortened(_catalog[item].Title, title < ShortestTitle ? 0 : title) : "";
        return _library.HasTermId(item) ? $"{Completion(item)} {text}".TrimEnd() : text.Length > 0 ? text : PromptText.None;
    }

    private Dictionary<string, string> Values(params ReadOnlySpan<(string Name, string Value)> values)
    {
        var all = new Dictionary<string, string>(
            StringComparer.Ordinal)
        { ["terms"] = _library.Length.ToString(CultureInfo.InvariantCulture) };
        foreach (var (name, value) in values)
        {
            all[name] = value;
        }

        return all;
    }
}

/// <summary>Holds the templates of instruction samples, and what may stand in them.</summary>
internal static class InstructionPrompts
{
    /// <summary>File of behavior prediction.</summary>
    public const string Behavior = "instruct-behavior.md";

    /// <summary>File of behavior prediction where histories are continued.</summary>
    public const string Continued = "instruct-continued.md";

    /// <summary>File of term internalization where histories are continued.</summary>
    public const string ContinuedInternalization = "instruct-continued-internalization.md";

    /// <summary>File of the collaborative task where histories are continued.</summary>
    public const string ContinuedCollaborative = "instruct-continued-collaborative.md";

    /// <summary>File of term internalization.</summary>
    public const string Internalization = "instruct-internalization.md";

    /// <summary>File of the collaborative task.</summary>
    public const string Collaborative = "instruct-collaborative.md";

    /// <summary>Returns the template of behavior prediction.</summary>
    /// <exception cref="InvalidInputException">A placeholder is missing, or there is no such placeholder.</exception>
    public static PromptTemplate ParseBehavior(string text)
        => PromptTemplate.Parse(Behavior, text, ["history"], ["domain", "titles", "terms"]);

    /// <summary>Returns the template of behavior prediction where histories are continued: they follow it.</summary>
    /// <exception cref="InvalidInputException">There is no such placeholder.</exception>
    public static PromptTemplate ParseContinued(string text) => PromptTemplate.Parse(Continued, text, [], ["terms"]);

    /// <summary>Returns the template of term internalization.</summary>
    /// <exception cref="InvalidInputException">A placeholder is missing, or there is no such placeholder.</exception>
    public static PromptTemplate ParseInternalization(string text) => PromptTemplate.Parse(Internalization, text, ["item"], ["terms"]);

    /// <summary>Returns the template of the collaborative task.</summary>
    /// <exception cref="InvalidInputException">A placeholder is missing, or there is no such placeholder.</exception>
    public static PromptTemplate ParseCollaborative(string text) => PromptTemplate.Parse(Collaborative, text, ["item"], ["count", "terms"]);
}

/// <summary>Finds the longest form of a prompt that a number of tokens has room for.</summary>
/// <param name="counter">Counts tokens.</param>
/// <param name="tokens">Tokens that the prompt may take.</param>
internal sealed class PromptBudget(ITokenCounter counter, int tokens)
{
    /// <summary>Tells whether there is room for a prompt.</summary>
    public bool Holds(IReadOnlyList<ChatMessage> prompt) => counter.CountPrompt(prompt) <= tokens;

    /// <summary>
    /// Returns the largest size, from <paramref name="least"/> to one below <paramref name="most"/>, at which there is room, by bisection.
    /// The least is taken to fit.
    /// </summary>
    /// <param name="least">A size that fits.</param>
    /// <param name="most">A size that does not fit.</param>
    /// <param name="render">The prompt of a size.</param>
    public IReadOnlyList<ChatMessage> Largest(int least, int most, Func<int, IReadOnlyList<ChatMessage>> render)
    {
        var best = render(least);
        while (most - least > 1)
        {
            var size = least + ((most - least) / 2);
            var prompt = render(size);
            if (Holds(prompt))
            {
                (least, best) = (size, prompt);
            }
            else
            {
                most = size;
            }
        }

        return best;
    }

    /// <summary>Returns a failure: the shortest form of a prompt has no room.</summary>
    public InvalidOptionsException TooSmall(IReadOnlyList<ChatMessage> prompt)
        => new(
            $"A prompt takes {counter.CountPrompt(prompt)} tokens at its shortest, and there is room for {tokens}. " +
                $"Raise 'maximumTokens', or shorten the prompt's template.");
}
