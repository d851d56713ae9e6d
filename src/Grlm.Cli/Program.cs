using Grlm.Cli;

using var interrupt = new Interrupt(TimeProvider.System, Interrupt.Terminate);
var terminal = new Terminal(Console.In, Console.Out, Console.Error, TerminalTraits.OfThisProcess());
return await CommandLine.RunAsync(args, ProductStages.Create(), terminal, Directory.GetCurrentDirectory(), interrupt.Token);
