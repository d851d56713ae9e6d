using System.CommandLine;

namespace Grlm.Cli;

/// <summary><c>grlm ground</c>: from what a model wrote to items.</summary>
internal static class GroundCommand
{
    public static Command Create(CommandHost host)
    {
        var text = new Argument<string?>("TEXT")
        {
            Description = "What a model wrote: [term, term, …]. Without it every line of the input is one.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command(OptionSections.Ground.Name, "Ground what a model wrote to items of the catalogue.");
        command.Arguments.Add(text);
        var options = new CommandOptions<GroundOptions>(command, OptionSections.Ground);
        host.SetAction(command, context => Run(context, context.Parsed.GetValue(text), options.Read(context)));
        return command;
    }

    private static Task Run(CommandContext context, string? text, GroundOptions options)
    {
        Artifacts.Recover(context.Workspace);
        var library = context.Product.OpenLibrary(context.Workspace);
        var grounding = GroundingOf(library, options);
        foreach (var each in text is null ? Lines(context) : [text])
        {
            var line = GroundingLine.Of(each, grounding.Ground(each, options.Count), library.Catalog);
            if (context.Json)
            {
                context.Terminal.Json(JsonOutput.LineOf(line));
            }
            else
            {
                context.Terminal.Result(GroundingTables.Of(line, library, context.Terminal.Width));
            }
        }

        return Task.CompletedTask;
    }

    private static ITextGrounding GroundingOf(GroundingLibrary library, GroundOptions options)
    {
        var filter = options.ToFilter(library.Catalog, library.Library);
        if (options.Mode == GroundingMode.Elastic)
        {
            return new ElasticGrounding(library.Library, library.Popularity, filter);
        }

        return filter is null
            ? new ReferenceGrounding(library.Library)
            : throw new InvalidOptionsException(
                "'--mode reference' repeats the authors' code, which knows no filter. Leave one of the two out.");
    }

    private static IEnumerable<string> Lines(CommandContext context)
    {
        while (context.Terminal.Ask("> ") is { } line)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            yield return line;
        }
    }
}
