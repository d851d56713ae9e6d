using Microsoft.AspNetCore.Http;

namespace Grlm.LanguageModels.Tests;

/// <summary>Answers a request otherwise than a hub should.</summary>
/// <param name="context">The request.</param>
/// <param name="content">The content that was asked for; empty if it was none.</param>
internal delegate Task FakeFault(HttpContext context, byte[] content);
