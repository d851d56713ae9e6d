using System.CommandLine;
using Grlm;
using Grlm.Samples;

var folder = new Argument<DirectoryInfo>(
    "folder")
{ Description = "Folder with items.jsonl, term-ids.json and intents.json; sequences.txt is written there." };
var seed = new Option<int>("--seed") { Description = "The same seed makes the same shoppers.", DefaultValueFactory = _ => 7 };
var shoppers = new Option<int>("--shoppers") { Description = "How many shoppers to make up.", DefaultValueFactory = _ => 2_000 };

var command = new RootCommand("Makes up shoppers of the sample catalogue and writes their histories to sequences.txt.") { folder,
    seed, shoppers };
command.SetAction(arguments =>
{
    try
    {
        var directory = arguments.GetRequiredValue(folder).FullName;
        var histories = ShopperGenerator.Read(directory, arguments.GetValue(seed)).Generate(arguments.GetValue(shoppers));
        SequencesFile.Write(Path.Combine(directory, SequencesFile.Name), histories);
        return 0;
    }
    catch (GrlmException exception)
    {
        Console.Error.WriteLine(exception.Message);
        return exception.ExitCode;
    }
});
return command.Parse(args).Invoke();
