using System.CommandLine;
using System.Net;
using Grlm.Serving;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grlm.Cli;

/// <summary><c>grlm serve</c>: recommendations of a workspace over HTTP.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandHost host)
    {
        var command = new Command(OptionSections.Serve.Name, "Serve recommendations of the workspace over HTTP, until it is told to stop.");
        var options = new CommandOptions<ServeOptions>(command, OptionSections.Serve);
        host.SetAction(command, context => RunAsync(context, options.Read(context)));
        return command;
    }

    private static async Task RunAsync(CommandContext context, ServeOptions options)
    {
        if (!IPAddress.TryParse(options.Address, out var address))
            throw new InvalidOptionsException($"'{options.Address}' is no IP address. Give 127.0.0.1, 0.0.0.0 or that of a network card.");
        var served = new GrlmServerOptions
        {
            Workspace = context.Workspace.Root,
            Store = options.Store,
            Source = options.Source,
            Beams = options.Beams,
            QueueLength = options.QueueLength,
            RateLimit = options.RateLimit,
            LogShare = options.LogShare,
            OpenWithoutKeys = IPAddress.IsLoopback(address),
        };
        await using var server = GrlmServer.Create(served, address, options.Port, builder =>
        {
            builder.Services.AddSingleton(context.Product.Models());
            builder.Logging.SetMinimumLevel(context.Terminal.Verbose ? LogLevel.Information : LogLevel.Warning);
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // the command tells what keeps it from starting
            builder.Logging.AddProvider(new TerminalLoggerProvider(context.Terminal));
        });
        try
        {
            await server.StartAsync(context.CancellationToken);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            throw new MissingPrerequisiteException(
                $"Port {options.Port} of {options.Address} is taken by another program. End that one, or give another --port.", fault);
        }

        Tell(context, server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Stopped(context.CancellationToken);
        context.Terminal.Message("Stopping: what has come is answered first.");
        await server.StopAsync(CancellationToken.None);
    }

    private static void Tell(CommandContext context, string address)
    {
        if (context.Json)
            context.Terminal.Json(JsonOutput.OfAddress(address));
        else
            context.Terminal.Result($"Listening on {address}. The API is described at {address}/reference.");
    }

    /// <summary>Waits until the server is told to stop, which is how serving ends, and no fault.</summary>
    private static Task Stopped(CancellationToken cancellationToken)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellationToken.Register(stopped.SetResult);
        return stopped.Task;
    }
}
