namespace Grlm;

/// <summary>Makes the provider that the options name; the stage disposes it if it can be disposed.</summary>
/// <param name="options">The options of the terms stage.</param>
/// <param name="context">What the provider works with.</param>
public delegate ITermProvider TermProviderFactory(TermsOptions options, TermContext context);
