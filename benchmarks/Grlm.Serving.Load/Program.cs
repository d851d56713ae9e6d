using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;

// Asks a running server for recommendations to users 1 … USERS, from a process of its own:
// dotnet run -c Release --project benchmarks/Grlm.Serving.Load -- http://127.0.0.1:5080 CLIENTS SECONDS USERS
if (args is not [var address, var clientCount, var secondCount, var userCount])
{
    Console.Error.WriteLine("Usage: ADDRESS CLIENTS SECONDS USERS");
    return 2;
}

var (clients, seconds, users) = (Number(clientCount), Number(secondCount), Number(userCount));
using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = clients }) { BaseAddress = new Uri(address) };
await AskAsync(clients, TimeSpan.FromSeconds(3));
var (answered, statuses, elapsed) = await AskAsync(clients, TimeSpan.FromSeconds(seconds));
var milliseconds = answered.Order().ToArray();
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{clients} clients, {elapsed:F1} s: {milliseconds.Length / elapsed:F0} a second, p50 {At(0.5):F2} ms, p99 {At(0.99):F2} ms, " +
        $"longest {At(1):F1} ms; {string.Join(", ", statuses.Select(status => $"{(int)status.Key}: {status.Value}"))}"));
return 0;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

double At(double share) => milliseconds.Length == 0 ? 0 : milliseconds[(int)(share * (milliseconds.Length - 1))];

async Task<(List<double> Milliseconds, ConcurrentDictionary<HttpStatusCode, int> Statuses, double Seconds)> AskAsync(
    int callers, TimeSpan time)
{
    var counts = new ConcurrentDictionary<HttpStatusCode, int>();
    var started = Stopwatch.GetTimestamp();
    var lists = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
    {
        var (random, milliseconds) = (new Random(caller), new List<double>());
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            var asked = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(
                new Uri($"/v1/users/{random.Next(1, users + 1)}/recommendations?count=10", UriKind.Relative));
            await answer.Content.ReadAsByteArrayAsync();
            counts.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
            if (answer.StatusCode == HttpStatusCode.OK)
                milliseconds.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        return milliseconds;
    })));
    return ([.. lists.SelectMany(list => list)], counts, Stopwatch.GetElapsedTime(started).TotalSeconds);
}
