using System.CommandLine;
using Grlm.Torch;

namespace Grlm.Cli;

/// <summary><c>grlm model chat</c>: talk to a language model in this process.</summary>
internal static class ModelChatCommand
{
    public static Command Create(CommandHost host)
    {
        var model = new Argument<string>(
            "MODEL")
        { Description = "A folder in Hugging Face layout, a GGUF file, or a model of the hub that has been pulled." };
        var command = new Command("chat", "Talk to a language model: one question, or a conversation line by line until the input ends.");
        command.Arguments.Add(model);
        var options = new CommandOptions<ModelChatOptions>(command, OptionSections.ModelChat);
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
