using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm embed</c>: text vectors and the nearest items of each item.</summary>
internal static class EmbedCommand
{
    public static Command Create(CommandHost host) => StageCommand.Create(
        host,
        OptionSections.Embed,
        "Make text vectors of the items and find each item's neighbours.",
        new EmbedOptions(),
        options => options
            .Add(o => o.Provider, "What makes the vectors; lexical needs no model.")
            .Add(o => o.ModelFolder, "Sentence-transformer model in ONNX form, for onnx.", "DIR")
            .Add(o => o.Model, "The model: its name on the server for openai and ollama; a folder, file or pulled model for torch.", "MODEL")
            .Add(o => o.Endpoint, "Base address of the server; the provider's usual one by default.", "URL")
            .Add(o => o.KeyVariable, "Environment variable with the server's key.", "NAME")
            .Add(o => o.Keep, "Keep what is there; embed items that are new or have another text.")
            .Add(o => o.Width, "Numbers in a lexical vector at most.")
            .Add(o => o.BatchSize, "Texts in a batch.")
            .Add(o => o.Concurrency, "Batches that the provider works on at a time.")
            .Add(o => o.Timeout, "Seconds after which a server's answer to a batch is given up and asked for again.")
            .Add(o => o.Neighbors, "Neighbours of an item.")
            .Add(o => o.ExactUpTo, "Search exactly up to N items, in clusters beyond.")
            .Add(o => o.Recall, "Share of the true neighbours that a search in clusters is set to find.")
            .Add(o => o.Seed, "Seed of lexical vectors and clusters.")
            .Add(o => o.Device, "Where the provider torch runs: auto, cpu or cuda:N.", "DEVICE")
            .Add(o => o.Threads, "Threads; 0 for one a processor."),
        Pipeline.EmbedAsync);
}
