using System.CommandLine;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary><c>grlm model chat</c>: talk to a language model in this process.</summary>
internal static class ModelChatCommand
{
    public static Command Create(CommandHost host)
    {
        var model = new Argument<string>("MODEL") { Description = "A folder in Hugging Face layout, a GGUF file, or a model of the hub that has been pulled." };
        var command = new Command("chat", "Talk to a language model: one question, or a conversation line by line until the input ends.");
        command.Arguments.Add(model);
        var options = new CommandOptions<ModelChatOptions>(command, OptionSections.ModelChat, new ModelChatOptions())
            .Add(o => o.Prompt, "One question; otherwise turns are read from the input, one a line.", "TEXT")
            .Add(o => o.System, "What the model is told first; its template's own words if not given.", "TEXT")
            .Add(o => o.MaximumTokens, "Tokens of an answer at most.")
            .Add(o => o.Temperature, "0 for the likeliest token each time; what its makers recommend if not given.")
            .Add(o => o.Seed, "Makes drawing repeatable.")
            .Add(o => o.Thinking, "Let a model that can think before it answers do so, or not.")
            .Add(o => o.Terms, "Answer with a list of N terms.")
            .Add(o => o.Adapter, "A PEFT adapter of the model.", "DIR")
            .Add(o => o.Precision, "What products are computed in.")
            .Add(o => o.Device, "auto, cpu or cuda:N.", "DEVICE")
            .Add(o => o.Threads, "Threads for tensor work; 0 for one a processor.");
        host.SetAction(command, context => RunAsync(context, context.Parsed.GetRequiredValue(model), options.Read(context)));
        return command;
    }

    private static async Task RunAsync(CommandContext context, string model, ModelChatOptions options)
    {
        using var client = Open(context, model, options);
        var conversation = new ChatConversation(client, options);
        if (options.Prompt is { } question)
        {
            await AnswerAsync(context, conversation, question);
            return;
        }

        context.Terminal.Message("Ask, and press Enter; an empty line ends the conversation.");
        while (context.Terminal.Ask("> ") is { Length: > 0 } turn)
        {
            await AnswerAsync(context, conversation, turn);
        }
    }

    private static TorchChatClient Open(CommandContext context, string model, ModelChatOptions options)
    {
        var path = ModelReference.Resolve(model, context.CurrentDirectory);
        var adapter = options.Adapter is null ? null : UserPath.Resolve(options.Adapter, context.CurrentDirectory);
        var loaded = LanguageModel.Load(path, new LanguageModelOptions
        {
            Device = options.Device,
            Precision = options.Precision,
            Adapter = adapter,
            Threads = options.Threads,
        });
        context.Terminal.Messages(loaded.Notices);
        return new TorchChatClient(loaded, ownsModel: true);
    }

    private static async Task AnswerAsync(CommandContext context, ChatConversation conversation, string question)
    {
        if (context.Json)
        {
            context.Terminal.Json(JsonOutput.Of(await conversation.AnswerAsync(question, _ => { }, context.CancellationToken)));
            return;
        }

        var answer = await conversation.AnswerAsync(question, context.Terminal.ResultPart, context.CancellationToken);
        context.Terminal.Result("");
        context.Terminal.Message($"({answer.InputTokens} tokens read, {answer.OutputTokens} written in {answer.Seconds:F1} s)");
    }
}
