using Grlm.Cli;

using var interrupt = new Interrupt();
var terminal = new Terminal(Console.In, Console.Out, Console.Error, TerminalTraits.OfThisProcess());
return await CommandLine.RunAsync(args, ProductStages.Create(), terminal, Directory.GetCurrentDirectory(), interrupt.Token);
