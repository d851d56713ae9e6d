using Grlm.Cli;

using var interrupt = new Interrupt(TimeProvider.System, Interrupt.Terminate);
#pragma warning disable RS0030 // Where the console is taken from, to be had through the terminal alone.
var terminal = new Terminal(Console.In, Console.Out, Console.Error, TerminalTraits.OfThisProcess());
#pragma warning restore RS0030
return await CommandLine.RunAsync(args, new Product(), terminal, Directory.GetCurrentDirectory, interrupt.Token);
