/**
 * What a photo may show that no listing of a catalog is: names of products of every kind, a few a class. A photo that
 * fits one of these far better than any listing shows something else. Written by hand, and not fitted to any catalog.
 */
const byKind = {
  fruit:
    'apple, red apple, green apple, yellow apple, pear, banana, plantain, orange, mandarin, grapefruit, lemon, lime, ' +
    'kiwi, mango, papaya, pineapple, melon, watermelon, honeydew melon, peach, nectarine, apricot, plum, cherries, ' +
    'grapes, strawberries, raspberries, blueberries, blackberries, cranberries, pomegranate, passion fruit, lychee, ' +
    'dragon fruit, fig, dates, coconut, avocado, rhubarb, persimmon, guava, dried fruit, raisins',
  vegetables:
    'potato, sweet potato, carrot, onion, red onion, spring onion, leek, garlic, ginger, tomato, cherry tomatoes, ' +
    'cucumber, courgette, aubergine, bell pepper, chilli pepper, broccoli, cauliflower, cabbage, red cabbage, ' +
    'brussels sprouts, kale, spinach, lettuce, rocket salad, celery, fennel, asparagus, artichoke, radish, beetroot, ' +
    'turnip, parsnip, pumpkin, squash, corn on the cob, peas, green beans, mushrooms, fresh herbs, basil, parsley, ' +
    'okra, bean sprouts',
  dairy:
    'milk carton, skimmed milk, whole milk, oat drink, soy drink, almond drink, lactose free milk, cream, sour cream, ' +
    'soured milk, yoghurt, fruit yoghurt, vanilla yoghurt, drinking yoghurt, oat yoghurt, soy yoghurt, quark, butter, ' +
    'margarine, cheese, cream cheese, mozzarella, feta, eggs, ice cream, pudding',
  drinks:
    'orange juice, apple juice, grapefruit juice, pineapple juice, multivitamin juice, tomato juice, smoothie, ' +
    'mineral water, cola, lemonade, energy drink, iced tea, beer, red wine, white wine, whisky, vodka, coffee beans, ' +
    'ground coffee, coffee capsules, black tea, green tea, cocoa powder, syrup',
  pantry:
    'bread, rolls, croissant, cake, cookies, crackers, cereal, muesli, oats, flour, sugar, salt, pepper, spices, rice, ' +
    'pasta, noodles, instant noodles, lentils, canned beans, canned tomatoes, canned fish, soup, stock cubes, olive ' +
    'oil, vinegar, ketchup, mustard, mayonnaise, soy sauce, hot sauce, jam, honey, peanut butter, chocolate bar, ' +
    'chocolates, candy, chewing gum, potato chips, nuts, popcorn, protein bar, baby food, frozen pizza, french fries',
  meatAndFish: 'minced meat, steak, sausages, bacon, ham, salami, chicken breast, fish fillet, salmon, shrimps, tofu',
  tops:
    't-shirt, polo shirt, shirt, checked shirt, blouse, tank top, crop top, tunic, sweater, cardigan, hoodie, ' +
    'sweatshirt, fleece, vest, blazer, suit, jacket, denim jacket, leather jacket, down jacket, rain jacket, coat, ' +
    'trench coat, parka, kurta',
  bottoms: 'jeans, trousers, chinos, joggers, leggings, tights, shorts, skirt, dress, evening gown, jumpsuit, overalls',
  underwear:
    'bra, sports bra, briefs, boxer shorts, socks, stockings, pyjamas, nightdress, bathrobe, swimsuit, bikini, ' +
    'swimming trunks, sari, traditional dress, uniform, apron, costume',
  shoes:
    'sneakers, running shoes, football boots, leather shoes, loafers, ballet flats, high heels, wedges, sandals, flip ' +
    'flops, slippers, ankle boots, boots, rain boots, hiking boots, clogs, children’s shoes',
  accessories:
    'cap, beanie, hat, scarf, gloves, belt, tie, bow tie, cufflinks, handkerchief, umbrella, sunglasses, glasses, ' +
    'wrist watch, smart watch, necklace, bracelet, bangle, earrings, ring, pendant, brooch, hair band, hair clip',
  bags:
    'handbag, shoulder bag, clutch, tote bag, backpack, laptop bag, messenger bag, duffle bag, suitcase, wallet, purse, ' +
    'key ring, toiletry bag',
  beauty:
    'lipstick, lip gloss, lip balm, nail polish, mascara, eyeliner, eye shadow, foundation, concealer, blush, face ' +
    'powder, make-up brush, perfume, deodorant, shampoo, conditioner, hair dye, hair gel, shower gel, soap, body ' +
    'lotion, hand cream, face cream, face mask, sun cream, razor, shaving foam, toothbrush, toothpaste, mouthwash, ' +
    'cotton pads, tampons, diapers, wet wipes',
  household:
    'toilet paper, kitchen roll, tissues, detergent, fabric softener, dish soap, cleaning spray, sponge, broom, ' +
    'bucket, rubbish bags, light bulb, batteries, candle, air freshener, laundry basket, ironing board, iron, vacuum ' +
    'cleaner, washing machine',
  kitchen:
    'frying pan, saucepan, baking tray, knife, cutting board, plate, bowl, cup, mug, glass, wine glass, cutlery, ' +
    'spoon, bottle, thermos flask, lunch box, storage jar, kettle, toaster, coffee machine, blender, mixer, microwave, ' +
    'oven, refrigerator, dishwasher, kitchen scale, can opener',
  furniture:
    'chair, office chair, armchair, sofa, table, coffee table, desk, bed, mattress, bedside table, wardrobe, chest of ' +
    'drawers, shelf, bookcase, television stand, stool, bench, mirror, lamp, ceiling light, carpet, curtain, cushion, ' +
    'blanket, bed linen, towel, vase, picture frame, wall clock, artificial plant, storage box',
  electronics:
    'smartphone, phone case, charger, charging cable, power bank, tablet, laptop, desktop computer, monitor, keyboard, ' +
    'computer mouse, printer, ink cartridge, router, memory card, usb stick, hard drive, headphones, earbuds, ' +
    'loudspeaker, microphone, television, remote control, projector, camera, camera lens, tripod, game console, game ' +
    'controller, drone, radio, record player, calculator, extension cord',
  tools:
    'hammer, screwdriver, pliers, wrench, saw, drill, screws, nails, tape measure, spirit level, ladder, paint, paint ' +
    'brush, adhesive tape, glue, toolbox, padlock, door handle, tap, shower head, work gloves, safety helmet',
  garden:
    'flower pot, house plant, cut flowers, seeds, potting soil, garden hose, watering can, spade, rake, lawn mower, ' +
    'garden chair, parasol, barbecue grill, charcoal, bird house',
  sport:
    'football, basketball, tennis racket, badminton racket, golf club, baseball bat, boxing gloves, dumbbell, yoga mat, ' +
    'exercise ball, skipping rope, resistance band, foam roller, water bottle, bicycle, bicycle helmet, scooter, ' +
    'skateboard, skis, snowboard, sleeping bag, tent, fishing rod, swimming goggles, treadmill',
  toys:
    'doll, teddy bear, toy car, building blocks, puzzle, board game, playing cards, toy train, action figure, water ' +
    'gun, balloon, kite, pram, child seat, baby bottle, dummy, rattle',
  office:
    'book, notebook, diary, pen, pencil, felt-tip pens, eraser, ruler, scissors, stapler, folder, envelope, greeting ' +
    'card, gift wrap, gift card, poster, dvd, compact disc, musical instrument, guitar',
  pets: 'dog food, cat food, cat litter, dog leash, pet bed, aquarium, bird cage, pet toy',
  cars: 'car tyre, motor oil, car battery, wiper blade, motorcycle helmet, bicycle lock, roof box',
  health: 'tablets, vitamins, plaster, bandage, thermometer, cough syrup, contact lenses, face mask, crutches',
} as const;

/** In lower case, each once. */
export const everydayProducts: readonly string[] = [
  ...new Set(Object.values(byKind).flatMap((names) => names.split(', '))),
];
