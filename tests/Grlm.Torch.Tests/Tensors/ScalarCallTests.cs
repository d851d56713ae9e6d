using System.Reflection;
using TorchSharp;

namespace Grlm.Torch.Tests;

/// <summary>
/// The binding hands raw handles of temporary scalars to native code. All that makes or takes a scalar therefore stands in one file, and
/// this is checked in the compiled code, where operators and implicit conversions show.
/// </summary>
public sealed class ScalarCallTests
{
    private static readonly Assembly _binding = typeof(torch).Assembly;

    [Fact]
    public void Code_MakesAndTakesScalarsInTensorMathAlone()
    {
        var offenders =
            from method in CallGraph.MethodsOf(typeof(TensorMath).Assembly)
            where method.DeclaringType != typeof(TensorMath)
            from callee in CallGraph.CalleesOf(method)
            where MayRace(callee)
            select $"{method.DeclaringType!.Name}.{method.Name} calls {callee}";

        Assert.Empty(offenders.Distinct());
    }

    [Fact]
    public void Rule_FindsOperatorsConversionsAndHiddenScalars()
    {
        var found = CallGraph.CalleesOf(typeof(ScalarCallTests).GetMethod(nameof(Racing), BindingFlags.Static | BindingFlags.NonPublic)!)
            .Where(MayRace).Select(method => method.Name).Distinct();

        Assert.Equal(["ToDouble", "add", "full", "mul_", "op_Addition", "op_Implicit"], found.Order(StringComparer.Ordinal));
    }

    private static double Racing(torch.Tensor tensor)
    {
        using var scope = torch.NewDisposeScope();
        tensor.mul_(2);
        return (tensor + tensor).add(torch.full(1, 1f)).sum().ToDouble();
    }

    private static bool MayRace(MethodBase callee)
        => callee.DeclaringType?.Assembly == _binding
            && (HasScalar(callee) || CallGraph.Reaches(callee, inner => inner.DeclaringType == typeof(Scalar) && inner.IsConstructor));

    private static bool HasScalar(MethodBase method)
        => method.GetParameters().Any(parameter => parameter.ParameterType == typeof(Scalar))
            || (method is MethodInfo { ReturnType: var type } && type == typeof(Scalar));
}
