namespace Grlm;

/// <summary>
/// Turns the tokens of an expression into a condition. Each level of the language is a method: or, and, not, comparison, operand.
/// </summary>
/// <param name="tokens">The tokens, the end last.</param>
/// <param name="attributes">Names of the attributes that items may have.</param>
internal sealed class ExpressionParser(IReadOnlyList<ExpressionToken> tokens, IReadOnlyCollection<string> attributes)
{
    private const int DeepestNesting = 32, LongestList = 1_000;

    private static readonly string[] _comparisons =
        ["==", "!=", "<=", ">=", "<", ">", "in", "contains", "startsWith", "endsWith"];

    private int _place;
    private int _depth;

    private ExpressionToken Current => tokens[_place];

    /// <summary>Reads the whole expression.</summary>
    /// <exception cref="InvalidInputException">It can't be read.</exception>
    public Func<FilteredItem, bool> Parse()
    {
        var condition = ReadAlternatives();
        return Current.Kind == ExpressionTokenKind.End
            ? condition
            : throw Fault(Current.Is(")") ? "This ')' closes nothing." : $"After a condition stands && or ||, not {Current}.");
    }

    private Func<FilteredItem, bool> ReadAlternatives()
    {
        var conditions = ReadJoined(ReadConditions, "||", "or");
        return conditions is [var only] ? only : facts => Array.Exists(conditions, condition => condition(facts));
    }

    private Func<FilteredItem, bool> ReadConditions()
    {
        var conditions = ReadJoined(ReadCondition, "&&", "and");
        return conditions is [var only] ? only : facts => Array.TrueForAll(conditions, condition => condition(facts));
    }

    private Func<FilteredItem, bool>[] ReadJoined(Func<Func<FilteredItem, bool>> read, string sign, string word)
    {
        var conditions = new List<Func<FilteredItem, bool>> { read() };
        while (TryTake(sign) || TryTake(word))
        {
            conditions.Add(read());
        }

        return [.. conditions];
    }

    private Func<FilteredItem, bool> ReadCondition()
    {
        if (++_depth > DeepestNesting)
        {
            throw Fault($"It is nested more than {DeepestNesting} deep. Write it flatter.");
        }

        var condition = TryTake("!") || TryTake("not") ? Opposite(ReadCondition())
            : TryTake("(") ? ReadParenthesis()
            : ReadComparison();
        _depth--;
        return condition;
    }

    private static Func<FilteredItem, bool> Opposite(Func<FilteredItem, bool> condition) => facts => !condition(facts);

    private Func<FilteredItem, bool> ReadParenthesis()
    {
        var opening = tokens[_place - 1].Position;
        var condition = ReadAlternatives();
        return TryTake(")") ? condition : throw Fault($"The '(' at position {opening} is not closed before {Current}.");
    }

    private Func<FilteredItem, bool> ReadComparison()
    {
        var left = ReadOperand();
        var isNegated = Current.Is("not") && tokens[_place + 1].Is("in");
        _place += isNegated ? 1 : 0;
        var sign = Array.Find(_comparisons, Current.Is)
            ?? throw Fault($"After {left.Name} stands one of {string.Join(", ", _comparisons)}, not {Current}.");
        var place = Current.Position;
        _place++;
        var right = ReadOperand();
        var condition = Comparison(sign, left, right, place);
        return isNegated ? Opposite(condition) : condition;
    }

    private static Func<FilteredItem, bool> Comparison(string sign, ExpressionOperand left, ExpressionOperand right, int place)
    {
        switch (sign)
        {
            case "==":
                RequireComparable(left, right);
                return facts => ExpressionOperand.AreEqual(left.Of(facts), right.Of(facts));
            case "!=":
                RequireComparable(left, right);
                return facts => !ExpressionOperand.AreEqual(left.Of(facts), right.Of(facts));
            case "in":
                RequireList(right, $"What stands after 'in' is a list: terms, category, or [\"a\", \"b\"], not {right.Name}.");
                RequireComparable(left, right);
                return facts => IsKnownAndEqual(left.Of(facts), right.Of(facts));
            case "contains" when left.Kind is ExpressionKind.List:
                RequireComparable(left, right);
                return facts => IsKnownAndEqual(left.Of(facts), right.Of(facts));
            case "contains" or "startsWith" or "endsWith":
                RequireTexts(left, right, sign);
                return facts => HasPart(sign, left.Of(facts), right.Of(facts));
            default:
                RequireOrdered(left, right, sign, place);
                return facts => IsOrdered(sign, ExpressionOperand.Compare(left.Of(facts), right.Of(facts)));
        }
    }

    private static bool IsKnownAndEqual(AttributeValue? left, AttributeValue? right)
        => left is not null && right is not null && ExpressionOperand.AreEqual(left, right);

    private static bool HasPart(string sign, AttributeValue? whole, AttributeValue? part)
        => whole is not null && part?.Text is { } asked && whole.Texts().Any(text => sign switch
        {
            "startsWith" => text.StartsWith(asked, StringComparison.OrdinalIgnoreCase),
            "endsWith" => text.EndsWith(asked, StringComparison.OrdinalIgnoreCase),
            _ => text.Contains(asked, StringComparison.OrdinalIgnoreCase),
        });

    private static bool IsOrdered(string sign, int? order) => sign switch
    {
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    };

    private static void RequireComparable(ExpressionOperand left, ExpressionOperand right)
    {
        var isNumber = left.Kind == ExpressionKind.Number || right.Kind == ExpressionKind.Number;
        if (isNumber && (left.Kind is ExpressionKind.Text || right.Kind is ExpressionKind.Text))
        {
            var (number, text) = left.Kind == ExpressionKind.Number ? (left, right) : (right, left);
            throw ExpressionToken.Fault(text.Position, $"{number.Name} is a number and {text.Name} a text. Write numbers without quotes.");
        }
    }

    private static void RequireList(ExpressionOperand operand, string problem)
    {
        if (operand.Kind is not (ExpressionKind.List or ExpressionKind.Any))
        {
            throw ExpressionToken.Fault(operand.Position, problem);
        }
    }

    private static void RequireTexts(ExpressionOperand left, ExpressionOperand right, string sign)
    {
        if (left.Kind is ExpressionKind.Number or ExpressionKind.Nothing)
        {
            throw ExpressionToken.Fault(left.Position, $"{left.Name} is no text, which '{sign}' looks into.");
        }

        if (right.Kind is not (ExpressionKind.Text or ExpressionKind.Any))
        {
            throw ExpressionToken.Fault(right.Position, $"After '{sign}' stands a text in quotes, not {right.Name}.");
        }
    }

    private static void RequireOrdered(ExpressionOperand left, ExpressionOperand right, string sign, int place)
    {
        if (Array.Find([left, right], operand => operand.Kind is ExpressionKind.List or ExpressionKind.Nothing) is { } unordered)
        {
            throw ExpressionToken.Fault(place, $"'{sign}' compares numbers or texts, and {unordered.Name} is neither.");
        }

        RequireComparable(left, right);
    }

    private ExpressionOperand ReadOperand()
    {
        var token = Current;
        _place++;
        switch (token.Kind)
        {
            case ExpressionTokenKind.Text:
                return ExpressionOperand.Written(ExpressionKind.Text, AttributeValue.Of(token.Text), token.ToString(), token.Position);
            case ExpressionTokenKind.Number:
                return ExpressionOperand.Written(ExpressionKind.Number, AttributeValue.Of(token.Number), token.ToString(), token.Position);
            case ExpressionTokenKind.Sign when token.Is("["):
                return ReadList(token);
            case ExpressionTokenKind.Name when token.Is("true") || token.Is("false"):
                return ExpressionOperand.Written(ExpressionKind.Text, AttributeValue.Of(token.Text), token.ToString(), token.Position);
            case ExpressionTokenKind.Name when token.Is("null"):
                return ExpressionOperand.Written(ExpressionKind.Nothing, null, "null", token.Position);
            case ExpressionTokenKind.Name:
                return ReadField(token);
            default:
                _place--;
                throw Fault($"Here stands a field, a text in quotes, a number or a list, not {token}.");
        }
    }

    private ExpressionOperand ReadField(ExpressionToken token)
    {
        if (token.Is("attributes") && (TryTake(".") || TryTake("[")))
        {
            var isQuoted = tokens[_place - 1].Is("[");
            var name = Current;
            if (name.Kind != (isQuoted ? ExpressionTokenKind.Text : ExpressionTokenKind.Name))
            {
                throw Fault($"Here stands the name of an attribute{(isQuoted ? " in quotes" : "")}, not {name}.");
            }

            _place++;
            if (isQuoted && !TryTake("]"))
            {
                throw Fault($"Here stands ']', not {Current}.");
            }

            return ExpressionOperand.Attribute(name.Text, name.Position);
        }

        return ExpressionOperand.Field(token)
            ?? (attributes.FirstOrDefault(token.Is) is { } attribute
                ? ExpressionOperand.Attribute(attribute, token.Position) : throw Unknown(token));
    }

    private InvalidInputException Unknown(ExpressionToken token)
    {
        var names = string.Join(", ", ExpressionOperand.FieldNames.Concat(attributes.Order(StringComparer.Ordinal).Take(50)));
        return ExpressionToken.Fault(token.Position, $"There is no field {token}. There are {names}. Texts stand in quotes.");
    }

    private ExpressionOperand ReadList(ExpressionToken opening)
    {
        var texts = new List<string>();
        while (!TryTake("]"))
        {
            if (texts.Count > 0 && !TryTake(","))
            {
                throw Fault($"In a list stands ',' or ']' here, not {Current}.");
            }

            var isItem = Current.Kind is ExpressionTokenKind.Text or ExpressionTokenKind.Number && texts.Count < LongestList;
            texts.AddRange(isItem
                ? TextsOf(Current)
                : throw Fault($"A list holds up to {LongestList:N0} texts in quotes or numbers, not {Current}."));
            _place++;
        }

        return ExpressionOperand.Written(ExpressionKind.List, AttributeValue.Of(texts), "the list", opening.Position);
    }

    /// <summary>Writes a number in a list as a number is written, so that <c>1.0</c> is <c>1</c>.</summary>
    private static IReadOnlyList<string> TextsOf(ExpressionToken token)
        => token.Kind == ExpressionTokenKind.Number ? AttributeValue.Of(token.Number).Texts() : [token.Text];

    private bool TryTake(string symbol)
    {
        var isIt = Current.Is(symbol);
        _place += isIt ? 1 : 0;
        return isIt;
    }

    private InvalidInputException Fault(string problem) => ExpressionToken.Fault(Current.Position, problem);
}
