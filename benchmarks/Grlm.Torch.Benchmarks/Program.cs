using System.Diagnostics;
using Grlm.Torch;
using Grlm.Torch.Benchmarks;

// Every case is a process of its own, so that the peak memory it reports is its own.
switch (args)
{
    case ["all", var model, var cases, .. var rest]:
        Console.WriteLine("| | seconds | tokens/s | arithmetic at the matrix speed | ratio | Hugging Face, scaled | peak memory |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var name in LanguageModelCases.Names)
        {
            using var process = Process.Start(Environment.ProcessPath!, [name, model, cases, .. rest]);
            await process.WaitForExitAsync();
        }

        return 0;
    case ["termids", var model, var data, .. var rest]:
        using (var benchmark = new TermIdCases(model,
            data, rest is [var kind] ? Enum.Parse<Precision>(kind, ignoreCase: true) : Precision.Float32))
        {
            benchmark.Run();
        }

        return 0;
    case [var name, var model, var cases, .. var rest] when LanguageModelCases.Names.Contains(name):
        var precision = rest is [var given] ? Enum.Parse<Precision>(given, ignoreCase: true) : Precision.Float32;
        using (var benchmark = new LanguageModelCases(model, cases, precision))
        {
            Console.WriteLine(benchmark.Run(name));
        }

        return 0;
    default:
        Console.Error.WriteLine($"""
            all MODEL CASES [PRECISION]    every case, each in a process of its own
            NAME MODEL CASES [PRECISION]   one of {string.Join(", ", LanguageModelCases.Names)}

            termids MODEL DATA [PRECISION]  term IDs of a library for users, plain and shared;
                                            DATA has sequences.txt and grlm_item_id2tid.json

            MODEL is the folder of a language model; CASES a JSON file with 'constrained' prompts and a 'library' of term IDs;
            PRECISION is float32 (default) or bfloat16.
            """);
        return 2;
}
