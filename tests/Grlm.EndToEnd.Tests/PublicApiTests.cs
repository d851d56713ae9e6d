using System.Reflection;
using Grlm.Import;
using Grlm.Providers;
using Grlm.Reports;
using Grlm.Serving;
using Grlm.Torch;
using PublicApiGenerator;

namespace Grlm.EndToEnd.Tests;

/// <summary>
/// What the packages offer to whoever references them. A change of it shows as a change of <c>Snapshots/api-*.txt</c>. What stands in
/// namespaces that end in <c>.Internal</c> is for the other packages of the same version, and no promise to anyone.
/// </summary>
public sealed class PublicApiTests
{
    private const string Internal = ".Internal";

    private static readonly Assembly[] _packages =
    [
        typeof(GrlmWorkspace).Assembly,
        typeof(ImportStage).Assembly,
        typeof(LanguageModelLoader).Assembly,
        typeof(OpenAIProvider).Assembly,
        typeof(WorkspaceReport).Assembly,
        typeof(GrlmServer).Assembly,
        typeof(TrainStage).Assembly,
    ];

    public static TheoryData<string> Packages => [.. _packages.Select(package => package.GetName().Name!)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void ThePublicApi_IsWhatItsSnapshotSays(string package)
    {
        var types = AssemblyOf(package).GetExportedTypes().Where(IsSupported).ToArray();
        Assert.NotEmpty(types);
        Snapshot.Matches($"api-{package}", types.GeneratePublicApi(new ApiGeneratorOptions
        {
            IncludeAssemblyAttributes = false,
            ExcludeAttributes = [.. typeof(OptionAttribute).Assembly.GetExportedTypes().Where(
                type => !IsSupported(type) && type.IsAssignableTo(typeof(Attribute))).Select(type => type.FullName!)],
        }));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void ThePublicApi_NamesNothingThatIsInternalToThePackages(string package)
        => Assert.Empty(
            from type in AssemblyOf(package).GetExportedTypes().Where(IsSupported)
            from used in TypesOf(type).SelectMany(Parts)
            where !IsSupported(used)
            select $"{type.Name} names {used}");

    [Fact]
    public void OnlyTestsAndBenchmarks_SeeWhatIsInternal()
        => Assert.Empty(
            from package in _packages
            from friend in package.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>()
            where !friend.AssemblyName.EndsWith(".Tests", StringComparison.Ordinal)
                && !friend.AssemblyName.EndsWith(".Benchmarks", StringComparison.Ordinal)
            select $"{package.GetName().Name} shows its internals to {friend.AssemblyName}");

    private static Assembly AssemblyOf(string package) => _packages.Single(assembly => assembly.GetName().Name == package);

    private static bool IsSupported(Type type) => type.Namespace?.EndsWith(Internal, StringComparison.Ordinal) != true;

    /// <summary>Everything that the signatures of a type's public and protected members name.</summary>
    private static IEnumerable<Type> TypesOf(Type type)
    {
        const BindingFlags declared =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(declared).Cast<MethodBase>().Concat(type.GetConstructors(declared))
            .Where(method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);
        var fields = type.GetFields(declared).Where(field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly);
        return
        [
            .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
            .. type.GetInterfaces(),
            .. methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType),
            .. methods.OfType<MethodInfo>().Select(method => method.ReturnType),
            .. fields.Select(field => field.FieldType),
        ];
    }

    /// <summary>A type with what it is made of: the elements of an array, the arguments of a generic type.</summary>
    private static IEnumerable<Type> Parts(Type type)
        => type.HasElementType ? Parts(type.GetElementType()!) : [type, .. type.GetGenericArguments().SelectMany(Parts)];
}
