using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Grlm;

/// <summary>
/// The form of an answer where the provider can be held to one: an object with a list of texts, as many as a TID has terms and none longer than a term,
/// so that a model that has lost its way comes to an end.
/// </summary>
internal static class TermAnswerSchema
{
    /// <summary>The form, for the options of a call.</summary>
    /// <param name="length">Number of terms of a TID.</param>
    public static ChatResponseFormatJson Of(int length) => ChatResponseFormat.ForJsonSchema(
        JsonSerializer.SerializeToElement(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["terms"] = new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = TermNormalForm.MaximumLength },
                    ["minItems"] = length,
                    ["maxItems"] = length,
                },
            },
            ["required"] = new JsonArray("terms"),
            ["additionalProperties"] = false,
        }),
        schemaName: "term_id",
        schemaDescription: "The keywords of a product, the most important first.");
}
