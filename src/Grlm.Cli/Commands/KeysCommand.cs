using System.CommandLine;
using Grlm.Serving;

namespace Grlm.Cli;

/// <summary><c>grlm keys</c>: the keys that clients of the server call with.</summary>
internal static class KeysCommand
{
    private const string StoreFile = "store.db";

    public static Command Create(CommandHost host)
    {
        var command = new Command("keys", "Keys that clients of the server call with: make, list and revoke them.");
        command.Subcommands.Add(Add(host));
        command.Subcommands.Add(List(host));
        command.Subcommands.Add(Revoke(host));
        return command;
    }

    private static Command Add(CommandHost host)
    {
        var name = new Argument<string>("NAME") { Description = "What the key is for." };
        var command = new Command("add", "Make a key. It is shown once: the store keeps its hash.");
        command.Arguments.Add(name);
        var options = new CommandOptions<KeysAddOptions>(command, OptionSections.KeysAdd);
        host.SetAction(command, async context =>
        {
            var given = options.Read(context);
            var key = NewApiKey.Create(context.Parsed.GetRequiredValue(name), given.Scope, TimeProvider.System.GetUtcNow());
            await using var store = await OpenAsync(context, given);
            await store.Keys.AddAsync(key.Key, context.CancellationToken);
            if (context.Json)
                context.Terminal.Json(JsonOutput.OfKey(key));
            else
                context.Terminal.Result(key.Secret);
        });
        return command;
    }

    private static Command List(CommandHost host)
    {
        var command = new Command("list", "List the keys: id, name, scopes.");
        var options = new CommandOptions<KeysOptions>(command, OptionSections.Keys);
        host.SetAction(command, async context =>
        {
            await using var store = await OpenAsync(context, options.Read(context));
            foreach (var key in await store.Keys.AllAsync(context.CancellationToken))
            {
                if (context.Json)
                    context.Terminal.Json(JsonOutput.OfKey(key));
                else
                    context.Terminal.Result(
                        $"{key.Id}  {string.Join(' ', key.Scopes),-16}  {key.Name}{(key.Revoked is null ? "" : " (revoked)")}");
            }
        });
        return command;
    }

    private static Command Revoke(CommandHost host)
    {
        var id = new Argument<string>("ID") { Description = "The key's id, as 'grlm keys list' shows it." };
        var command = new Command("revoke", "Revoke a key: within a second no server takes it any more.");
        command.Arguments.Add(id);
        var options = new CommandOptions<KeysOptions>(command, OptionSections.Keys);
        host.SetAction(command, async context =>
        {
            var wanted = context.Parsed.GetRequiredValue(id);
            await using var store = await OpenAsync(context, options.Read(context));
            if (!await store.Keys.RevokeAsync(wanted, context.CancellationToken))
                throw new InvalidInputException($"There is no key '{wanted}' that is valid. 'grlm keys list' lists them.");
            context.Terminal.Message($"Key {wanted} is revoked.");
        });
        return command;
    }

    private static Task<Store> OpenAsync(CommandContext context, KeysOptions options)
    {
        Directory.CreateDirectory(context.Workspace.Root);
        return Store.OpenAsync(
            options.Store ?? Path.Combine(context.Workspace.Root, StoreFile), cancellationToken: context.CancellationToken);
    }
}
