using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Grlm.Torch.Tests;

/// <summary>Which methods call which, read from compiled code.</summary>
internal static class CallGraph
{
    private const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static
        | BindingFlags.Instance;
    private const byte TwoByteCode = 0xFE;

    private static readonly Dictionary<int, OpCode> _codes = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>All methods and constructors of an assembly, those that the compiler made included.</summary>
    public static IEnumerable<MethodBase> MethodsOf(Assembly assembly)
        => assembly.GetTypes().SelectMany(type => type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)));

    /// <summary>The methods that a method's code names: called, or made a delegate of.</summary>
    public static IEnumerable<MethodBase> CalleesOf(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var place = 0; place < code.Length;)
        {
            int value = code[place++];
            if (value == TwoByteCode)
                value = (value << 8) | code[place++];
            var operation = _codes[value];
            if (operation.OperandType == OperandType.InlineMethod)
                yield return Resolve(method, BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(place)));
            place += OperandSize(operation.OperandType, code.AsSpan(place));
        }
    }

    /// <summary>Whether a method leads, through calls within its assembly, to one that is sought.</summary>
    public static bool Reaches(MethodBase method, Func<MethodBase, bool> isSought)
    {
        var seen = new HashSet<MethodBase>();
        var open = new Stack<MethodBase>([method]);
        while (open.TryPop(out var next))
        {
            if (isSought(next))
                return true;
            if (next.DeclaringType?.Assembly == method.DeclaringType?.Assembly && seen.Add(next))
            {
                foreach (var callee in CalleesOf(next))
                {
                    open.Push(callee);
                }
            }
        }

        return false;
    }

    private static MethodBase Resolve(MethodBase method, int token)
        => method.Module.ResolveMethod(
            token,
            method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
            method.IsGenericMethod ? method.GetGenericArguments() : null)!;

    private static int OperandSize(OperandType operand, ReadOnlySpan<byte> rest) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => sizeof(int) * (1 + BinaryPrimitives.ReadInt32LittleEndian(rest)),
        _ => 4,
    };
}
