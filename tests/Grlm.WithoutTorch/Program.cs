using System.Diagnostics;
using System.Globalization;
using Grlm;
using Grlm.LanguageModels;

// Recommends to a history with the generator of a workspace, and names the libraries of tensors that are loaded then: none.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using var shop = GrlmWorkspace.Open(args[0]);
using var recommender = shop.OpenRecommender(new RecommenderOptions { Source = RecommendationSource.Generator },
    new LanguageModelLoader(threads: 1));
foreach (var item in recommender.Recommend(args[1].Split(',')))
{
    Console.WriteLine($"{item.ItemId} {item.Score:F4}");
}

foreach (ProcessModule module in Process.GetCurrentProcess().Modules)
{
    if (module.ModuleName.Contains("torch", StringComparison.OrdinalIgnoreCase))
    {
        Console.WriteLine($"loaded {module.ModuleName}");
    }
}
