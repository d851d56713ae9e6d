namespace Grlm.Import;

/// <summary>Reads identifiers: text to the letter, a number as its digits, however it is written: <c>101.0</c> and <c>1.01e2</c> are <c>101</c>.</summary>
internal static class IdText
{
    /// <summary>What can be done about a number that is no identifier.</summary>
    public const string Remedy = "Write ids as text, or as whole numbers.";

    /// <summary>The identifier, empty where there is none; false, with what is wrong, where a number cannot be one.</summary>
    public static bool TryRead(Cell cell, out string id, out string problem)
    {
        (id, problem) = (cell.Text, string.Empty);
        if (!cell.IsNumber || id.Length == 0 || WholeNumber.TryRead(cell.Text, cell.ExactTo, out id))
            return true;
        problem = $"the id {cell.Text} is a number, and not a whole one below {cell.ExactTo:N0}, up to where this type of number holds each.";
        return false;
    }
}
