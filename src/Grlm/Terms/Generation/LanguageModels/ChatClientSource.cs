using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>Lets a chat client that somebody else owns name terms.</summary>
internal sealed class ChatClientSource(string name, IChatClient client) : ILanguageModelSource
{
    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(TermsOptions options) => [];

    /// <inheritdoc/>
    public LanguageModelConnection Open(TermsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var model = options.Model ?? client.GetService<ChatClientMetadata>()?.DefaultModelId;
        return new LanguageModelConnection(new Borrowed(client, options.Model), model is null ? name : $"{name}:{model}");
    }

    /// <summary>Answers by the client, and tells its faults as a run of the terms stage understands them.</summary>
    private sealed class Borrowed(IChatClient client, string? model) : DelegatingChatClient(client)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            if (model is not null)
            {
                options = options?.Clone() ?? new ChatOptions();
                options.ModelId = model;
            }

            try
            {
                return await base.GetResponseAsync(messages, options, cancellationToken);
            }
            catch (Exception error) when (error is HttpRequestException or IOException or TimeoutException)
            {
                throw new ModelUnavailableException(error.Message, innerException: error);
            }
        }

#pragma warning disable CA2215 // The base would dispose what belongs to whoever has given it.
        protected override void Dispose(bool disposing)
        {
        }
#pragma warning restore CA2215
    }
}
