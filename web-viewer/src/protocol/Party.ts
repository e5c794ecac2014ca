export type Party = { "party": "hall", by: string, } | { "party": "unit", unit: string, };
