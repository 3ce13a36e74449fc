using System.Collections.Concurrent;
using Affluence.Gateway.Cache.Storage;

namespace Affluence.Gateway.Cache.Fetching;

/// <summary>The requests to the site that are under way, one for each key.</summary>
internal sealed class Flights
{
    private readonly ConcurrentDictionary<FlightKey, Flight> _flights = new();

    public int Count => _flights.Count;

    public Flight? Find(in FlightKey key) => _flights.GetValueOrDefault(key);

    /// <returns>The one under way, or a new one that the caller has to make.</returns>
    public Flight Join(FlightKey key, HttpContext context, TimeSpan now, out bool isLeader)
    {
        while (true)
        {
            if (_flights.TryGetValue(key, out var flight))
            {
                isLeader = false;
                flight.Join(null);
                return flight;
            }

            flight = new Flight(key, now);
            if (_flights.TryAdd(key, flight))
            {
                isLeader = true;
                flight.Join(context);
                return flight;
            }
        }
    }

    /// <returns>A new one that nobody waits for; null if one is under way.</returns>
    public Flight? TryStart(FlightKey key, TimeSpan now)
    {
        var flight = new Flight(key, now);
        flight.Keep();
        return _flights.TryAdd(key, flight) ? flight : null;
    }

    public void Remove(Flight flight) => _flights.TryRemove(new KeyValuePair<FlightKey, Flight>(flight.Key, flight));

    /// <summary>What is under way for the keys that are meant will not be stored, and nobody new waits for it.</summary>
    public void Outdate(Func<CacheKey, bool> isMeant)
    {
        foreach (var (key, flight) in _flights)
        {
            if (isMeant(key.Key))
            {
                flight.Outdate();
                Remove(flight);
            }
        }
    }
}
