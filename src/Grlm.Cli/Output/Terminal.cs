#pragma warning disable RS0030 // The one place that has the console: everything leaves it through an escaping writer or an escaping hook.
#pragma warning disable CA1001 // The process's streams are not its to close.

using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Grlm.Cli;

/// <summary>
/// Writes a command's results to standard output, its messages and progress to standard error, and reads standard input. Nothing that a
/// title, an id or a server says can steer the terminal: what is not layout is written out on every way (<see cref="TextEscaper"/>).
/// </summary>
internal sealed class Terminal
{
    private const string Indent = "      "; // as long as "grlm: "

    private readonly TextReader _input;
    private readonly TextWriter _resultDevice, _messageDevice;
    private readonly TerminalTraits _traits;
    private readonly Lazy<IAnsiConsole> _results;
    private readonly Lazy<IAnsiConsole> _messages;

    /// <param name="input">Standard input.</param>
    /// <param name="results">Standard output.</param>
    /// <param name="messages">Standard error.</param>
    /// <param name="traits">What can be shown where they go.</param>
    public Terminal(TextReader input, TextWriter results, TextWriter messages, TerminalTraits traits)
    {
        (_input, _traits) = (input, traits);
        (_resultDevice, _messageDevice) = (new StandardWriter(results, "Standard output"), new StandardWriter(messages, name: null));
        (ResultWriter, MessageWriter) = (new EscapingWriter(_resultDevice), new EscapingWriter(_messageDevice));
        _results = new(() => CreateConsole(_resultDevice, traits.ResultsInColor, traits.Width));
        _messages = new(() => CreateConsole(_messageDevice, traits.MessagesInColor, traits.Width));
    }

    /// <summary>Takes results as text, escapes them.</summary>
    public TextWriter ResultWriter { get; }

    /// <summary>Takes messages as text, escapes them.</summary>
    public TextWriter MessageWriter { get; }

    /// <summary>Columns that results may take.</summary>
    public int Width => _results.Value.Profile.Width;

    /// <summary>Tells whether progress moves; otherwise it is told in lines.</summary>
    public bool IsAnimated => _traits.MessagesInColor && !Verbose;

    /// <summary>No messages and no progress.</summary>
    public bool Quiet { get; set; }

    /// <summary>Every message, and stack traces.</summary>
    public bool Verbose { get; set; }

    /// <summary>Prints a table or the like.</summary>
    public void Result(IRenderable renderable) => _results.Value.Write(renderable);

    /// <summary>Prints text, whatever its length.</summary>
    public void Result(string text) => ResultWriter.WriteLine(text);

    /// <summary>Prints a JSON document: what may not stand is written as JSON writes it, so that it is read as it was.</summary>
    public void Json(string document) => _resultDevice.WriteLine(TextEscaper.EscapeJson(document));

    /// <summary>Prints a part of a text that is still being written.</summary>
    public void ResultPart(string text)
    {
        ResultWriter.Write(text);
        ResultWriter.Flush();
    }

    /// <summary>Reads a line; null at the end of the input. The prompt is shown where someone types.</summary>
    public string? Ask(string prompt)
    {
        if (_traits.IsTyped)
        {
            MessageWriter.Write(prompt);
        }

        return _input.ReadLine();
    }

    /// <summary>Prints what is good to know, unless quiet.</summary>
    public void Message(string text)
    {
        if (!Quiet)
        {
            WriteMessage("", text);
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

    /// <summary>Prints a state and what it comes to, unless quiet: on two lines where a terminal's line does not hold both.</summary>
    public void Message(string state, string summary)
    {
        var fits = !_traits.MessagesInColor || Printed.WidthOf(state) + 1 + Printed.WidthOf(summary) < _messages.Value.Profile.Width;
        Messages(fits ? [$"{state} {summary}"] : [state.TrimEnd(), $"  {summary}"]);
    }

    /// <summary>Prints what went wrong.</summary>
    public void Fault(string text) => WriteMessage(_traits.MessagesInColor ? "\e[31mgrlm:\e[0m " : "grlm: ", text);

    /// <summary>Progress that moves among the messages.</summary>
    public Progress DrawProgress() => _messages.Value.Progress();

    // In one piece, since stages tell things from several threads. Further lines stand further in: no line end in an id or in a server's
    // words can make a message of its own.
    private void WriteMessage(string name, string text)
        => _messageDevice.Write(
            $"{name}{TextEscaper.Escape(text).ReplaceLineEndings($"{MessageWriter.NewLine}{Indent}")}{MessageWriter.NewLine}");

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

        console.Pipeline.Attach(new EscapingHook());
        return console;
    }

    /// <summary>
    /// Represents a writer of which the traits have told what it is: asking the system again would let NO_COLOR be overruled.
    /// </summary>
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

/// <summary>Says what can be shown where results and messages go.</summary>
/// <param name="ResultsInColor">Colour and weight of letters in results.</param>
/// <param name="MessagesInColor">Colour, and progress that moves, in messages.</param>
/// <param name="Width">Columns; null to ask the terminal.</param>
/// <param name="IsTyped">Whether the input is typed by someone, rather than coming from a pipe or a file.</param>
internal sealed record TerminalTraits(bool ResultsInColor, bool MessagesInColor, int? Width, bool IsTyped)
{
    private const int WidthOfPipes = 80;

    /// <summary>
    /// Returns plain text for pipes and files, with <c>NO_COLOR</c> (no-color.org) and on a terminal that says it is dumb.
    /// </summary>
    public static TerminalTraits OfThisProcess()
    {
        var isPlain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || string.Equals(Environment.GetEnvironmentVariable("TERM"), "dumb", StringComparison.Ordinal);
        return new(
            !isPlain && !Console.IsOutputRedirected,
            !isPlain && !Console.IsErrorRedirected,
            Console.IsOutputRedirected ? WidthOfPipes : null,
            !Console.IsInputRedirected);
    }
}

/// <summary>
/// Stands between everything that is drawn and the console: text is escaped whatever drew it, and only the console's own sequences, of
/// colours and of moving progress, reach the terminal.
/// </summary>
internal sealed class EscapingHook : IRenderHook
{
    /// <inheritdoc/>
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables)
        => renderables.Select(inner => new Escaped(inner));

    private sealed class Escaped(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(segment =>
            segment.IsControlCode || segment.IsLineBreak ? segment : new Segment(TextEscaper.Escape(segment.Text), segment.Style));
    }
}

/// <summary>Writes text for people: people: what would steer a terminal is written out on its way (<see cref="TextEscaper"/>).</summary>
/// <param name="inner">Where the text goes.</param>
internal sealed class EscapingWriter(TextWriter inner) : TextWriter
{
    private readonly TextEscaper _escaper = new(TextEscaper.InText);

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write([value]);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Write(value.AsSpan());

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => inner.Write(_escaper.Next(buffer));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();
}

/// <summary>Represents a standard stream of the process, which may be closed, or go where nothing more can be written.</summary>
/// <param name="inner">The stream.</param>
/// <param name="name">What it is called where it can't be written to; null for the stream of messages, after which there is no other to
/// tell it on.</param>
internal sealed class StandardWriter(TextWriter inner, string? name) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Attempt(() => inner.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Attempt(() => inner.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Attempt(() => inner.Write(value));

    /// <inheritdoc/>
    public override void Flush() => Attempt(inner.Flush);

    private void Attempt(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (name is not null)
            {
                throw new MissingPrerequisiteException(
                    $"{name} can't be written to: {SystemFault.WordsOf(error)} Check where it goes.", error);
            }
        }
    }
}
