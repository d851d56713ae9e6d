using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>Where a command writes, results to standard output, messages and progress to standard error, and where it reads from.</summary>
internal sealed class Terminal(TextReader input, TextWriter results, TextWriter messages, TerminalTraits traits)
{
    private readonly Lazy<IAnsiConsole> _results = new(() => CreateConsole(results, traits.ResultsInColor, traits.Width));
    private readonly Lazy<IAnsiConsole> _messages = new(() => CreateConsole(messages, traits.MessagesInColor, traits.Width));

    public TextWriter ResultWriter => results;

    public TextWriter MessageWriter => messages;

    /// <summary>The console that moving progress is drawn on.</summary>
    public IAnsiConsole MessageConsole => _messages.Value;

    /// <summary>Columns that results may take.</summary>
    public int Width => _results.Value.Profile.Width;

    /// <summary>Whether progress moves; otherwise it is told in lines.</summary>
    public bool IsAnimated => traits.MessagesInColor && !Verbose;

    /// <summary>No messages and no progress.</summary>
    public bool Quiet { get; set; }

    /// <summary>Every message, and stack traces.</summary>
    public bool Verbose { get; set; }

    /// <summary>Prints a table or the like.</summary>
    public void Result(IRenderable renderable) => _results.Value.Write(renderable);

    /// <summary>Prints text as it is, whatever its length.</summary>
    public void Result(string text) => results.WriteLine(text);

    /// <summary>Prints a part of a text that is still being written.</summary>
    public void ResultPart(string text)
    {
        results.Write(text);
        results.Flush();
    }

    /// <summary>Reads a line; null at the end of the input. The prompt is shown where someone types.</summary>
    public string? Ask(string prompt)
    {
        if (traits.IsTyped)
        {
            messages.Write(prompt);
        }

        return input.ReadLine();
    }

    /// <summary>Prints what is good to know, unless quiet.</summary>
    public void Message(string text)
    {
        if (!Quiet)
        {
            messages.WriteLine(text);
        }
    }

    /// <summary>Prints several things that are good to know, each on a line, unless quiet.</summary>
    public void Messages(IEnumerable<string> texts)
    {
        foreach (var text in texts)
        {
            Message(text);
        }
    }

    /// <summary>Prints what went wrong.</summary>
    public void Fault(string text) => messages.WriteLine(traits.MessagesInColor ? $"\e[31mgrlm:\e[0m {text}" : $"grlm: {text}");

    private static IAnsiConsole CreateConsole(TextWriter writer, bool inColor, int? width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = inColor ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = inColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = inColor ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new WriterOutput(writer, inColor),
        });
        if (width is { } columns)
        {
            console.Profile.Width = columns;
        }

        return console;
    }

    /// <summary>A writer of which the traits have told what it is: asking the system again would let NO_COLOR be overruled.</summary>
    private sealed class WriterOutput(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
    {
        private readonly AnsiConsoleOutput _terminal = new(writer);

        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => _terminal.Width;

        public int Height => _terminal.Height;

        public void SetEncoding(Encoding encoding) => _terminal.SetEncoding(encoding);
    }
}
