import type { FilterOptions } from '@flow-trail/sdk';

export interface Item {
  id: string;
  title: string;
  price: number;
  rating: number;
  votes: number;
  brand: string;
  inStock: boolean;
  categories: string[];
  delivery: { days: number; cost: number };
}

/** Products as a search returns them, about 205 bytes of JSON each; the same in every run, every object and text made anew. */
export function itemsOf(count: number): Item[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `B${String(at).padStart(9, '0')}`,
    title: `Insulated bottle number ${at}`,
    price: ((at * 37) % 9000) / 100,
    rating: (at % 50) / 10,
    votes: (at * 7919) % 20_000,
    brand: `brand ${at % 300}`,
    inStock: at % 3 !== 0,
    categories: ['kitchen', 'sports', `c${at % 40}`],
    delivery: { days: at % 9, cost: (at % 7) / 2 },
  }));
}

/** As they are recorded. */
export const rules: FilterOptions<Item>['rules'] = {
  price: { actual: 'price', op: '<=', threshold: 60 },
  rating: { actual: 'rating', op: '>=', threshold: 2 },
  votes: { actual: (item) => item.votes, op: '>=', threshold: 500, missing: 'drop' },
  stock: { actual: 'inStock', op: '=', threshold: true },
  days: { actual: 'delivery.days', op: '<', threshold: 8 },
};

/** The same by hand: every rule is asked, as the recorded ones are. */
export function passes({ price, rating, votes, inStock, delivery }: Item): boolean {
  return [price <= 60, rating >= 2, votes >= 500, inStock, delivery.days < 8].every(Boolean);
}
