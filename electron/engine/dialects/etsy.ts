/** Etsy's listing download: a row a listing, ten image columns, variations as lists, tags with "_" for blanks. Headers in the shop's language. */
import type { Dialect } from './types.ts';

export const etsy: Dialect = {
  id: 'etsy',
  signs: ['title description price currencycode quantity', 'title price quantity tags materials'],
  columns: [
    { keys: 'sku', role: 'ignore', use: 'variant-sku' },
    { keys: 'title titolo titel titre título', role: 'title' },
    { keys: 'description descrizione beschreibung descripción descrição beschrijving', role: 'description' },
    { keys: 'price prezzo preis prix precio preço prijs', role: 'price' },
    {
      keys: 'currencycode codicevaluta codicedivaluta währungscode währung codedevise codedeladevise códigodemoneda códigodivisa códigodamoeda valutacode',
      role: 'currency',
    },
    { keys: 'quantity quantità anzahl menge quantité cantidad quantidade aantal', role: 'ignore', use: 'stock' },
    { keys: 'tags tag etichette schlagwörter étiquettes mots-clés etiquetas', role: 'tag', group: 'tag' },
    {
      keys: 'materials materiali materialien matériaux materiales materiais materialen',
      role: 'tag',
      group: 'material',
    },
    { keys: 'image# immagine# bild# imagen# imagem# afbeelding# foto#', role: 'image', list: null },
    { keys: 'variation#type tipodivariazione# variazione#tipo variation#typ typedevariation#', role: 'attribute' },
    {
      keys: 'variation#name nomevariazione# variazione#nome variante#name nomdelavariation# nombredelavariación# variación#nombre',
      role: 'ignore',
      use: 'option-name',
    },
    {
      keys: 'variation#values valorivariazione# variazione#valori variante#werte valeursdelavariation# valoresdelavariación# variación#valores',
      role: 'ignore',
      use: 'option-value',
    },
  ],
  others: 'ignore',
  list: ',',
  underscores: true,
  category: 'whole',
  variants: false,
};
