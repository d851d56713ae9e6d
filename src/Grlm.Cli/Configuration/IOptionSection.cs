using System.Text.Json.Nodes;

namespace Grlm.Cli;

/// <summary>A section of <c>grlm.json</c>: the options of one command.</summary>
internal interface IOptionSection
{
    /// <summary>Name of the section and of the command.</summary>
    string Name { get; }

    /// <summary>Whether the command has an option, named in camelCase.</summary>
    bool Has(string option);

    /// <summary>Checks that every key is an option.</summary>
    /// <exception cref="InvalidOptionsException">One isn't.</exception>
    void CheckNames(JsonObject values, string origin);
}
