using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>The form of an answer where the provider can be held to one: an object with a list of five texts.</summary>
internal static class TermAnswerSchema
{
    /// <summary>The form, for the options of a call.</summary>
    public static ChatResponseFormatJson Format { get; } = ChatResponseFormat.ForJsonSchema(
        JsonSerializer.SerializeToElement(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["terms"] = new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = new JsonObject { ["type"] = "string" },
                    ["minItems"] = TermId.DefaultLength,
                    ["maxItems"] = TermId.DefaultLength,
                },
            },
            ["required"] = new JsonArray("terms"),
            ["additionalProperties"] = false,
        }),
        schemaName: "term_id",
        schemaDescription: "The five keywords of a product, the most important first.");
}
