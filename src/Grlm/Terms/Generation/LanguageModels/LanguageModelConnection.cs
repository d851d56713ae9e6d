using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>Describes a language model that is ready to be asked.</summary>
/// <param name="Client">
/// The model. It answers a cancelled call at once, asks nothing again on its own, and reports faults as
/// <see cref="ModelUnavailableException"/> (asking again may help), <see cref="ModelRefusedException"/> (this request is at fault) or
/// another <see cref="GrlmException"/> (no request can work).
/// </param>
/// <param name="Identity">
/// What its answers are kept under, beside the prompt: provider and model, <c>openai:gpt-4o-mini</c>. Equal only where the answers would
/// be.
/// </param>
public sealed record LanguageModelConnection(IChatClient Client, string Identity)
{
    /// <summary>Calls that make sense at a time, whatever the options allow; no bound by default.</summary>
    public int MaximumConcurrency { get; init; } = int.MaxValue;

    /// <summary>
    /// Tells whether a call that takes long is given up and made again; not where that would only take longer (default: it is).
    /// </summary>
    public bool CanHang { get; init; } = true;

    /// <summary>Tells whether the model may think before it answers, so that an answer needs room for that (default: it may).</summary>
    public bool Thinks { get; init; } = true;

    /// <summary>Gets further options of every call that this client understands.</summary>
    public IReadOnlyDictionary<string, object?> Properties { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);
}
